using System.Net;
using Skein.Hadoop.Security.Gssapi;

namespace Skein.Hadoop.Web;

/// <summary>A login by Kerberos at one web server, and the cookie that stands for it afterwards.</summary>
/// <remarks>
/// <code>
/// client  GET ...  Authorization: Negotiate BASE64                          SPNEGO's first token (RFC 4559)
/// server  200      WWW-Authenticate: Negotiate BASE64                       the server's proof
///                  Set-Cookie: hadoop.auth=...                              good for ten hours, as Hadoop has it
/// client  GET ...  Cookie: hadoop.auth=...                                  401 when its time is over: the login is repeated
/// </code>
/// </remarks>
/// <param name="server"><c>host:port</c>, for messages.</param>
/// <param name="contexts">Begins a context with the server.</param>
/// <param name="limit">How long the KDC may take.</param>
/// <param name="time">Clock of that.</param>
internal sealed class WebSession(string server, Func<IGssapiContext> contexts, TimeSpan limit, TimeProvider time) : IDisposable
{
    private const string Scheme = "Negotiate";
    private const string CookieName = "hadoop.auth=";

    // One login at a time: the others wait for its cookie. Two at the same instant may count as a replay.
    private readonly SemaphoreSlim _turn = new(1);
    private volatile string? _cookie;

    /// <summary>Sends a request as who has logged in.</summary>
    /// <param name="make">Makes the request; called again where it has to be sent again.</param>
    /// <param name="send">Sends it.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="WebServerException">The server refuses the login, or does not prove itself.</exception>
    /// <exception cref="KerberosException">There is no ticket.</exception>
    public async Task<HttpResponseMessage> SendAsync(
        Func<HttpRequestMessage> make, Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> send, CancellationToken cancellation)
    {
        if (await TryCookieAsync(make, send, cancellation) is { } known)
            return known;
        await _turn.WaitAsync(cancellation);
        try
        {
            return await TryCookieAsync(make, send, cancellation) ?? await LogInAsync(make, send, cancellation);
        }
        finally
        {
            _turn.Release();
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task<HttpResponseMessage?> TryCookieAsync(
        Func<HttpRequestMessage> make, Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> send, CancellationToken cancellation)
    {
        if (_cookie is not { } cookie)
            return null;
        var request = make();
        request.Headers.TryAddWithoutValidation("Cookie", cookie);
        var response = await send(request, cancellation);
        if (response.StatusCode != HttpStatusCode.Unauthorized)
            return response;
        response.Dispose();
        Interlocked.CompareExchange(ref _cookie, null, cookie);
        return null;
    }

    private async Task<HttpResponseMessage> LogInAsync(
        Func<HttpRequestMessage> make, Func<HttpRequestMessage, CancellationToken, Task<HttpResponseMessage>> send, CancellationToken cancellation)
    {
        using var context = contexts();
        var request = make();
        var token = await StepAsync(context, [], cancellation);
        request.Headers.TryAddWithoutValidation("Authorization", $"{Scheme} {Convert.ToBase64String(token)}");
        var response = await send(request, cancellation);
        try
        {
            var proof = Proof(response);
            if (proof is not null)
                await StepAsync(context, proof, cancellation);
            if (response.StatusCode == HttpStatusCode.Unauthorized || !context.IsEstablished)
                throw Refused(response);
            _cookie = Cookie(response);
            return response;
        }
        catch (InvalidDataException e)
        {
            response.Dispose();
            throw new WebServerException(server, e.Message, e);
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }

    // A call of the library that was given up goes on by itself, and uses nothing that this side gives back.
    private async Task<byte[]> StepAsync(IGssapiContext context, byte[] token, CancellationToken cancellation)
    {
        try
        {
            return await Task.Factory
                .StartNew(() => context.Step(token), cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default)
                .WaitAsync(limit, time, cancellation);
        }
        catch (TimeoutException e)
        {
            throw new WebServerException(
                server, $"the login by Kerberos did not end within {limit.TotalSeconds:0.###} s; is there a KDC that answers?", e);
        }
    }

    private WebServerException Refused(HttpResponseMessage response) => new(
        server,
        response.StatusCode == HttpStatusCode.Unauthorized
            ? "the server does not accept the login by Kerberos (HTTP 401); its log says why, "
                + "often hadoop.security.auth_to_local has no name for the user"
            : $"the server has not proved who it is (HTTP {(int)response.StatusCode} without a token); "
                + "its hadoop.http.authentication.type may be simple");

    private static byte[]? Proof(HttpResponseMessage response)
    {
        foreach (var challenge in response.Headers.WwwAuthenticate)
        {
            if (!Scheme.Equals(challenge.Scheme, StringComparison.OrdinalIgnoreCase) || challenge.Parameter is not { Length: > 0 } text)
                continue;
            var bytes = new byte[text.Length];
            return Convert.TryFromBase64String(text, bytes, out var length)
                ? bytes[..length]
                : throw new InvalidDataException("the server's token is no base64");
        }

        return null;
    }

    private static string? Cookie(HttpResponseMessage response)
    {
        if (!response.Headers.TryGetValues("Set-Cookie", out var cookies))
            return null;
        foreach (var cookie in cookies)
        {
            // Without a value it takes an earlier one back.
            var pair = cookie.Split(';')[0];
            if (pair.StartsWith(CookieName, StringComparison.Ordinal) && pair.AsSpan(CookieName.Length) is not ("" or "\"\""))
                return pair;
        }

        return null;
    }
}
