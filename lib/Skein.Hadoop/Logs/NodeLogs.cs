using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Skein.Hadoop.Configuration;
using Skein.Hadoop.Security;
using Skein.Hadoop.Web;

namespace Skein.Hadoop.Logs;

/// <summary>
/// Reads the logs of containers from the node they run on, by the web service of its NodeManager. They are there as long as the
/// application runs, for containers of it that have ended too; afterwards see <see cref="AggregatedLogs"/>.
/// </summary>
/// <remarks>
/// <code>
/// GET /ws/v1/node/containers/CONTAINER/logs        the files: {"containerLogsInfo": [{"logAggregationType": "LOCAL", "containerLogInfo": [{"fileName": ...}]}]}
/// GET /ws/v1/node/containers/CONTAINER/logs/FILE   lines "Name:value", then "LogContents:", then LogLength bytes, then a closing remark
/// </code>
/// In the first answer, what is one element instead of several may stand without its brackets. An empty file is a closing remark alone.
/// Whether a node wants to see a login by Kerberos is a setting of its own (<c>hadoop.http.authentication.type</c>): it says so by a 401.
/// </remarks>
public sealed class NodeLogs : IDisposable
{
    private const int MaximumList = 1 << 20;

    private readonly WebAccess _http;
    private readonly string _scheme;
    private readonly UserIdentity _user;
    private bool _logsIn;

    /// <param name="configuration">The cluster's configuration, which tells whether its web servers use TLS.</param>
    /// <param name="user">Who asks, by name where nodes take a user's word for it.</param>
    /// <param name="time">Clock of time-outs: a node has as long to begin an answer as a DataNode.</param>
    /// <exception cref="HadoopConfigurationException">The certificates that are to be trusted can not be read.</exception>
    public NodeLogs(HadoopConfiguration configuration, UserIdentity user, TimeProvider time)
    {
        var isSecure = configuration.Get(ConfigurationKeys.WebPolicy) == "HTTPS_ONLY";
        _http = new WebAccess(configuration, user, isSecure, time);
        _scheme = isSecure ? Uri.UriSchemeHttps : Uri.UriSchemeHttp;
        _user = user;
    }

    /// <summary>The logs of one container as they are now; the node is asked when its files are gone through.</summary>
    /// <param name="node">Web address of the NodeManager, <c>host:port</c>.</param>
    /// <param name="containerId">Such as <c>container_1700000000000_0001_01_000002</c>.</param>
    public ContainerLog Read(string node, string containerId) => new(containerId, node, ReadFilesAsync(node, containerId));

    public void Dispose() => _http.Dispose();

    private async IAsyncEnumerable<ContainerLogFile> ReadFilesAsync(
        string node, string containerId, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var logs = $"{_scheme}://{node}/ws/v1/node/containers/{Uri.EscapeDataString(containerId)}/logs";
        IReadOnlyList<string> names;
        using (var list = await GetAsync(logs, "application/json", containerId, cancellation))
            names = await ReadNamesAsync(list, logs, cancellation);
        foreach (var name in names)
        {
            var address = $"{logs}/{Uri.EscapeDataString(name)}";
            using var response = await GetAsync(address, "text/plain", containerId, cancellation);
            await using var content = await response.Content.ReadAsStreamAsync(cancellation);
            var length = await NodeLogHeader.ReadAsync(content, address, cancellation);
            yield return new ContainerLogFile(name, length, new ExactStream(content, length, address));
        }
    }

    private async Task<HttpResponseMessage> GetAsync(string address, string type, string containerId, CancellationToken cancellation)
    {
        var doAs = _user.RealUser is null ? "" : $"&doAs={Uri.EscapeDataString(_user.Name)}";
        var uri = new Uri($"{address}?user.name={Uri.EscapeDataString(_user.Name)}{doAs}");
        HttpResponseMessage response;
        try
        {
            response = await _http.SendAsync(Request, _logsIn, cancellation);
            if (response.StatusCode == HttpStatusCode.Unauthorized && !_logsIn && _user.Kerberos is not null)
            {
                response.Dispose();
                _logsIn = true;
                response = await _http.SendAsync(Request, _logsIn, cancellation);
            }
        }
        catch (WebServerException e)
        {
            throw new IOException($"The NodeManager can not be asked for logs: {e.Message}", e);
        }

        if (response.StatusCode == HttpStatusCode.OK)
            return response;
        response.Dispose();
        // A node that no longer knows the container sends its askers to the log server, or calls it a fault of its own.
        throw new IOException(
            $"The NodeManager at {uri.Authority} gives no logs of {containerId} (HTTP {(int)response.StatusCode}); "
            + (response.StatusCode == HttpStatusCode.Unauthorized
                ? "it wants a login by Kerberos, for which there is no ticket here"
                : "they may be gathered already, or its access control refuses it"));

        HttpRequestMessage Request()
        {
            var request = new HttpRequestMessage(HttpMethod.Get, uri);
            request.Headers.Accept.ParseAdd(type);
            return request;
        }
    }

    private static async Task<IReadOnlyList<string>> ReadNamesAsync(
        HttpResponseMessage response, string address, CancellationToken cancellation)
    {
        try
        {
            await response.Content.LoadIntoBufferAsync(MaximumList, cancellation);
            await using var content = await response.Content.ReadAsStreamAsync(cancellation);
            using var document = await JsonDocument.ParseAsync(content, default, cancellation);
            var names = new List<string>();
            foreach (var place in Elements(document.RootElement, "containerLogsInfo"))
            {
                // What a long-running container's node has uploaded already is listed a second time.
                if (place.TryGetProperty("logAggregationType", out var kind) && kind.GetString() != "LOCAL")
                    continue;
                foreach (var file in Elements(place, "containerLogInfo"))
                    names.Add(file.GetProperty("fileName").GetString()!);
            }

            return names;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or HttpRequestException)
        {
            throw new LogFormatException(address, $"is no list of log files: {e.Message}", e);
        }
    }

    private static IReadOnlyList<JsonElement> Elements(JsonElement parent, string name) =>
        !parent.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null ? []
        : value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()]
        : [value];
}
