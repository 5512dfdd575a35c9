using System.Net;
using System.Text;
using System.Text.Json;
using Skein.Hadoop.Configuration;
using Skein.Hadoop.Hdfs;
using Skein.Hadoop.Rpc;
using Skein.Hadoop.Security;
using Skein.Hadoop.Web;

namespace Skein.Hadoop.WebHdfs;

/// <summary>Requests to the WebHDFS of the active NameNode, and to the DataNodes it sends their askers to.</summary>
/// <remarks>
/// <code>
/// GET http://NAMENODE/webhdfs/v1/PATH?op=OPERATION&amp;...    200 and JSON, or an error's status and its JSON; 403 from one on standby
/// PUT, POST, GET of content                               307 and the address at a DataNode, which a secure NameNode gives a token for
/// </code>
/// Errors are thrown as <see cref="FileSystems.IFileSystem"/> promises.
/// </remarks>
internal sealed class WebHdfsClient : IDisposable
{
    /// <summary>What every path of WebHDFS begins with.</summary>
    public const string Prefix = "/webhdfs/v1";

    private const string SecureScheme = "swebhdfs";
    private const int Port = 9870;
    private const int SecurePort = 9871;

    private readonly string _scheme;
    private readonly NameService? _service;
    private readonly RpcServerGroup _servers;
    private readonly RpcFailoverOptions _failover;
    private readonly UserIdentity _user;
    private readonly bool _isSecure;
    private readonly WebAccess _http;

    /// <param name="root">The NameNode's web server: scheme http or https, host and port.</param>
    /// <param name="service">Web servers that stand in for each other, in place of that host; null: there is one.</param>
    /// <param name="configuration">Settings.</param>
    /// <param name="user">Who asks.</param>
    /// <param name="time">Clock of time limits.</param>
    public WebHdfsClient(Uri root, NameService? service, HadoopConfiguration configuration, UserIdentity user, TimeProvider time)
    {
        _scheme = root.Scheme;
        _service = service;
        _servers = new RpcServerGroup(service?.NameNodes ?? [new HadoopEndpoint(root.Host, root.Port)]);
        _failover = FailoverSettings.OfNameNodes(configuration);
        _user = user;
        _isSecure = configuration.IsSecure;
        _http = new WebAccess(configuration, user, root.Scheme == Uri.UriSchemeHttps, time);
        Time = time;
        Options = HdfsOptions.FromConfiguration(configuration, user.Name);
    }

    /// <summary>Sizes of new files and time limits.</summary>
    public HdfsOptions Options { get; }

    /// <summary>Clock of time limits.</summary>
    public TimeProvider Time { get; }

    /// <summary>The web server that a URI means: scheme http or https, host and port.</summary>
    /// <param name="uri">Scheme <c>webhdfs</c> or <c>swebhdfs</c> and authority; the port is 9870 or 9871 where none is given.</param>
    /// <exception cref="HadoopConfigurationException">No host is named.</exception>
    public static Uri FindServer(Uri uri)
    {
        if (uri.Host.Length == 0)
            throw new HadoopConfigurationException($"{uri} names no host; write as {uri.Scheme}://host:port");
        var isSecure = uri.Scheme == SecureScheme;
        return new UriBuilder(isSecure ? "https" : "http", uri.Host, uri.Port > 0 ? uri.Port : isSecure ? SecurePort : Port).Uri;
    }

    /// <summary>The name of several NameNodes that a URI means; null: it names a host.</summary>
    /// <exception cref="HadoopConfigurationException">It is configured by half, or has a port.</exception>
    public static NameService? FindService(Uri uri, HadoopConfiguration configuration)
    {
        var (key, port) = uri.Scheme == SecureScheme
            ? (ConfigurationKeys.NameNodeSecureWebAddress, SecurePort)
            : (ConfigurationKeys.NameNodeWebAddress, Port);
        return NameService.Find(configuration, uri, key, port);
    }

    /// <summary>Carries out an operation of the NameNode.</summary>
    /// <param name="method">As the operation wants it.</param>
    /// <param name="path">What it concerns.</param>
    /// <param name="query">The operation.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <param name="named">What it concerns in the caller's words, for messages; null: the path.</param>
    /// <exception cref="IOException">The NameNode refuses, or can not be asked.</exception>
    public async Task CallAsync(HttpMethod method, string path, WebHdfsQuery query, CancellationToken cancellation, string? named = null)
    {
        using var response = await AskNameNodeAsync(method, path, query, cancellation);
        await ReadAsync(named ?? path, response, cancellation);
    }

    /// <summary>Carries out an operation that has an answer.</summary>
    /// <param name="method">As the operation wants it.</param>
    /// <param name="path">What it concerns.</param>
    /// <param name="query">The operation.</param>
    /// <param name="read">Takes the answer apart; an <see cref="InvalidDataException"/> says that it makes no sense.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="IOException">The NameNode refuses, or can not be asked.</exception>
    public async Task<T> CallAsync<T>(
        HttpMethod method, string path, WebHdfsQuery query, Func<JsonElement, T> read, CancellationToken cancellation)
    {
        using var response = await AskNameNodeAsync(method, path, query, cancellation);
        try
        {
            return read(await ReadAsync(path, response, cancellation));
        }
        catch (InvalidDataException e)
        {
            throw new WebServerException(Server.ToString(), $"its answer about {path} makes no sense: {e.Message}", e);
        }
    }

    /// <summary>Asks the NameNode which DataNode to take the content of a file from, or to bring it to.</summary>
    public async Task<Uri> LocateAsync(HttpMethod method, string path, WebHdfsQuery query, CancellationToken cancellation)
    {
        using var response = await AskNameNodeAsync(method, path, query, cancellation);
        if (response.StatusCode != HttpStatusCode.TemporaryRedirect)
        {
            await ReadAsync(path, response, cancellation);
            throw new WebServerException(Server.ToString(), $"names no DataNode (HTTP {(int)response.StatusCode})");
        }

        // As it was sent: names keep the escapes that the DataNode expects.
        if (!response.Headers.NonValidated.TryGetValues("Location", out var locations)
            || !Uri.TryCreate(locations.ToString(), UriKind.Absolute, out var location)
            || location.Scheme != _scheme)
        {
            throw new WebServerException(Server.ToString(), $"sends to an address that is none of {_scheme}");
        }

        return location;
    }

    /// <summary>Sends a request to a DataNode. What it answers with its head is checked, the body is the caller's.</summary>
    /// <param name="path">The file, for messages.</param>
    /// <param name="make">Makes the request.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<HttpResponseMessage> AskDataNodeAsync(string path, Func<HttpRequestMessage> make, CancellationToken cancellation)
    {
        var response = await _http.SendAsync(make, logsIn: false, cancellation);
        return await CheckAsync(path, response, cancellation);
    }

    /// <summary>As <see cref="AskDataNodeAsync"/>, with a body that takes as long as it takes.</summary>
    public async Task<HttpResponseMessage> UploadAsync(string path, HttpRequestMessage request, CancellationToken cancellation) =>
        await CheckAsync(path, await _http.SendWithoutLimitAsync(request, cancellation), cancellation);

    public void Dispose() => _http.Dispose();

    private HadoopEndpoint Server => _servers[_servers.Active];

    private async Task<HttpResponseMessage> AskNameNodeAsync(HttpMethod method, string path, WebHdfsQuery query, CancellationToken cancellation)
    {
        if (_service is null)
            return await AskAsync(Server, method, path, query, cancellation);
        var policy = new RpcRetryPolicy(
            RpcRetryOptions.None, _failover, _service.NameNodes.Count, isKnown: false, Time, Random.Shared.NextDouble);
        while (true)
        {
            var server = _servers.Active;
            var decision = RpcRetryDecision.GiveUp("");
            try
            {
                var response = await AskAsync(_servers[server], method, path, query, cancellation);
                if (response.StatusCode != HttpStatusCode.Forbidden)
                    return response;
                using (response)
                    await ReadAsync(path, response, cancellation);
            }
            catch (IOException e) when (NotActive(e, _servers[server]) is { } failure && (decision = policy.Decide(failure)).Again)
            {
                _servers.Leave(server);
                await Task.Delay(decision.Delay, Time, cancellation);
            }
        }
    }

    // Nothing was done there. A request that broke off may have been carried out, and has no number by which the next one knew it.
    private static IOException? NotActive(IOException error, HadoopEndpoint server) => error switch
    {
        WebServerException { IsUnreachable: true } => new RpcConnectionException(server, RpcFailure.Unreachable, error.Message, error),
        { InnerException: RemoteException remote } when RemoteErrors.IsStandby(remote) => remote,
        _ => null,
    };

    private async Task<HttpResponseMessage> AskAsync(
        HadoopEndpoint server, HttpMethod method, string path, WebHdfsQuery query, CancellationToken cancellation)
    {
        // Anew for each request: a token may have been replaced by a younger one.
        var token = _isSecure ? await FindTokenAsync(server, cancellation) : null;
        var identity = WebHdfsIdentity.Of(_user, _isSecure, token);
        var address = new Uri($"{_scheme}://{server}{Prefix}{Escape(path)}{query}{Encoding.ASCII.GetString(identity.Query.Reveal())}");
        return await _http.SendAsync(() => new HttpRequestMessage(method, address), identity.LogsIn, cancellation);
    }

    private Task<Token?> FindTokenAsync(HadoopEndpoint server, CancellationToken cancellation) => _service is null
        ? WebHdfsIdentity.FindTokenAsync(_user.Credentials, server.Host, server.Port, cancellation)
        : Task.FromResult(WebHdfsIdentity.FindToken(_user.Credentials, _service));

    private async Task<HttpResponseMessage> CheckAsync(string path, HttpResponseMessage response, CancellationToken cancellation)
    {
        if (response.IsSuccessStatusCode)
            return response;
        using (response)
            await ReadAsync(path, response, cancellation);
        throw new WebServerException(response.RequestMessage!.RequestUri!.Authority, $"answers HTTP {(int)response.StatusCode}");
    }

    private async Task<JsonElement> ReadAsync(string path, HttpResponseMessage response, CancellationToken cancellation)
    {
        var answer = await _http.ReadAsync(response, cancellation);
        if (response.IsSuccessStatusCode)
            return answer;
        if (WebMessages.Error(answer, Server) is { } error)
            throw NameNodeErrors.Translate(path, error);
        var hint = response.StatusCode != HttpStatusCode.Unauthorized ? ""
            : _isSecure ? "; there is neither a ticket nor a token for it"
            : "; this is a cluster with Kerberos, and hadoop.security.authentication says simple";
        throw new WebServerException(
            response.RequestMessage!.RequestUri!.Authority, $"answers HTTP {(int)response.StatusCode} and no reason for {path}{hint}");
    }

    private static string Escape(string path)
    {
        var text = new StringBuilder();
        foreach (var name in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
            text.Append('/').Append(Uri.EscapeDataString(name));
        return text.Length == 0 ? "/" : text.ToString();
    }
}
