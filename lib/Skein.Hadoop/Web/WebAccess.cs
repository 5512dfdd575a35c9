using System.Collections.Concurrent;
using System.Security.Authentication;
using System.Text.Json;
using Skein.Hadoop.Configuration;
using Skein.Hadoop.Hdfs.DataTransfer;
using Skein.Hadoop.Security;
using Skein.Hadoop.Security.Gssapi;

namespace Skein.Hadoop.Web;

/// <summary>One user's requests to web servers of a cluster: TLS, logins and time limits. Redirects are the caller's business.</summary>
/// <remarks>A query may hold a token: addresses are never part of a message, servers are.</remarks>
internal sealed class WebAccess : IDisposable
{
    private const int MostConnections = 16;
    private const int LongestAnswer = 16 << 20;

    private static readonly JsonElement Nothing = JsonDocument.Parse("{}").RootElement;

    private readonly HttpMessageInvoker _http;
    private readonly ConcurrentDictionary<string, WebSession> _sessions = new(StringComparer.Ordinal);
    private readonly KerberosLogin? _login;
    private readonly string _realm;
    private readonly TimeSpan _answerLimit;
    private readonly TimeProvider _time;

    /// <param name="configuration">Settings of TLS and of time limits.</param>
    /// <param name="user">Who asks.</param>
    /// <param name="isSecure">Whether TLS is used.</param>
    /// <param name="time">Clock of the limits.</param>
    /// <exception cref="HadoopConfigurationException">The certificates that are to be trusted can not be read.</exception>
    public WebAccess(HadoopConfiguration configuration, UserIdentity user, bool isSecure, TimeProvider time)
    {
        var handler = new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ActivityHeadersPropagator = null,
            MaxConnectionsPerServer = MostConnections,
            ConnectTimeout = configuration.GetTimeout(ConfigurationKeys.ConnectTimeout, TimeSpan.FromSeconds(20)),
        };
        if (isSecure)
            handler.SslOptions = TrustedCertificates.Find(configuration);
        _http = new HttpMessageInvoker(handler);
        _login = user.Kerberos;
        var principal = configuration.Get(ConfigurationKeys.WebPrincipal, "");
        _realm = principal.LastIndexOf('@') is var at and >= 0 ? principal[at..] : "";
        _answerLimit = configuration.GetTimeout(ConfigurationKeys.DataNodeReadTimeout, TimeSpan.FromSeconds(60));
        _time = time;
    }

    /// <summary>Sends a request; the answer's body is still to be read.</summary>
    /// <param name="make">Makes the request; called again where it has to be sent again.</param>
    /// <param name="logsIn">Whether the server wants to see a login by Kerberos; where there is none the request goes as it is.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="WebServerException">The server does not answer, or refuses the login.</exception>
    /// <exception cref="KerberosException">There is no ticket.</exception>
    public async Task<HttpResponseMessage> SendAsync(Func<HttpRequestMessage> make, bool logsIn, CancellationToken cancellation)
    {
        if (!logsIn || _login is null)
            return await SendAsync(make(), cancellation);
        using var probe = make();
        var server = probe.RequestUri!;
        var session = _sessions.GetOrAdd(server.Authority, Begin, server.Host);
        return await session.SendAsync(make, SendAsync, cancellation);
    }

    /// <summary>Sends a request whose body takes as long as it takes: only the caller gives up.</summary>
    /// <exception cref="WebServerException">The server does not answer.</exception>
    public async Task<HttpResponseMessage> SendWithoutLimitAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        try
        {
            return await _http.SendAsync(request, cancellation);
        }
        catch (HttpRequestException e)
        {
            throw new WebServerException(request.RequestUri!.Authority, Reason(e), e)
            {
                IsUnreachable = e.HttpRequestError is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError,
            };
        }
    }

    /// <summary>The JSON of an answer; an empty object where there is none, or only a page for people that tells of an error.</summary>
    /// <exception cref="WebServerException">The answer can not be read to its end, or is no JSON.</exception>
    public async Task<JsonElement> ReadAsync(HttpResponseMessage response, CancellationToken cancellation)
    {
        var server = response.RequestMessage!.RequestUri!.Authority;
        using var deadline = new Deadline(_answerLimit, _time, cancellation);
        try
        {
            await response.Content.LoadIntoBufferAsync(LongestAnswer, deadline.Token);
            await using var content = await response.Content.ReadAsStreamAsync(deadline.Token);
            if (content.Length == 0)
                return Nothing;
            using var document = await JsonDocument.ParseAsync(content, default, deadline.Token);
            return document.RootElement.Clone();
        }
        catch (JsonException) when (!response.IsSuccessStatusCode)
        {
            return Nothing;
        }
        catch (Exception e) when (e is JsonException or HttpRequestException or IOException)
        {
            throw new WebServerException(server, $"its answer can not be read: {e.Message}", e);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            throw new WebServerException(server, $"its answer does not come to an end within {_answerLimit.TotalSeconds:0} s", e);
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        foreach (var session in _sessions.Values)
            session.Dispose();
    }

    private async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellation)
    {
        using var deadline = new Deadline(_answerLimit, _time, cancellation);
        try
        {
            return await SendWithoutLimitAsync(request, deadline.Token);
        }
        catch (OperationCanceledException e) when (!cancellation.IsCancellationRequested)
        {
            // The handler's own limit, that of connecting, has the other exception inside.
            var isUnreachable = e.InnerException is TimeoutException;
            throw new WebServerException(
                request.RequestUri!.Authority,
                isUnreachable ? $"no connection in time ({ConfigurationKeys.ConnectTimeout})" : $"no answer within {_answerLimit.TotalSeconds:0} s",
                e)
            {
                IsUnreachable = isUnreachable,
            };
        }
    }

    private WebSession Begin(string authority, string host) =>
        new(authority, () => _login!.CreateWebContext($"HTTP/{host.ToLowerInvariant()}{_realm}"), _answerLimit, _time);

    private static string Reason(HttpRequestException error) => error.InnerException is AuthenticationException refused
        ? $"the server's certificate is not trusted ({refused.Message.TrimEnd('.')}); "
            + $"{ConfigurationKeys.TrustStoreLocation} in ssl-client.xml names the file of those that are"
        : error.InnerException is { } cause ? $"no connection: {cause.Message}" : error.Message;
}
