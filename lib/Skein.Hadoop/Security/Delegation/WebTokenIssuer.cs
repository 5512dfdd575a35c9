using System.Text.Json;
using Skein.Hadoop.Configuration;
using Skein.Hadoop.Rpc;
using Skein.Hadoop.Web;

namespace Skein.Hadoop.Security.Delegation;

/// <summary>WebHDFS or a KMS as an issuer of delegation tokens: both have the same three operations for it.</summary>
/// <remarks>
/// <code>
/// GET ROOT?op=GETDELEGATIONTOKEN&amp;renewer=PRINCIPAL   {"Token": {"urlString": "BASE64"}}
/// PUT ROOT?op=RENEWDELEGATIONTOKEN&amp;token=BASE64      {"long": MILLISECONDS}
/// PUT ROOT?op=CANCELDELEGATIONTOKEN&amp;token=BASE64
/// </code>
/// BASE64 is a token as <see cref="Token.ToUrlString"/> writes it. Each operation has a connection and a login of its own: hours lie between them.
/// </remarks>
/// <param name="server">The server.</param>
/// <param name="configuration">Settings of TLS and of time limits.</param>
/// <param name="user">Who asks, with a login by Kerberos; for another user where it has one.</param>
/// <param name="time">Clock of time limits.</param>
internal sealed class WebTokenIssuer(WebTokenServer server, HadoopConfiguration configuration, UserIdentity user, TimeProvider time)
    : IDelegationTokenIssuer
{
    public async Task<Token?> GetAsync(string renewer, CancellationToken cancellation)
    {
        var token = await AskAsync(
            HttpMethod.Get,
            $"GETDELEGATIONTOKEN&renewer={Uri.EscapeDataString(renewer)}",
            logsIn: true,
            static answer => WebMessages.Text(WebMessages.Member(answer, "Token"), "urlString") is { } text
                ? Token.FromUrlString(text)
                : throw new InvalidDataException("there is no token in it"),
            cancellation);
        return token with { Kind = server.Kind, Service = await server.Service(cancellation) };
    }

    public Task<DateTimeOffset> RenewAsync(Token token, CancellationToken cancellation) => AskAsync(
        HttpMethod.Put,
        $"RENEWDELEGATIONTOKEN&token={token.ToUrlString()}",
        logsIn: true,
        static answer => WebMessages.Member(answer, "long") is { ValueKind: JsonValueKind.Number } until && until.TryGetInt64(out var milliseconds)
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : throw new InvalidDataException("there is no time in it"),
        cancellation);

    public Task CancelAsync(Token token, CancellationToken cancellation) => AskAsync(
        HttpMethod.Put, $"CANCELDELEGATIONTOKEN&token={token.ToUrlString()}", server.CancelsByLogin, static _ => true, cancellation);

    private async Task<T> AskAsync<T>(
        HttpMethod method, string operation, bool logsIn, Func<JsonElement, T> read, CancellationToken cancellation)
    {
        var doAs = user.RealUser is null ? "" : $"&doas={Uri.EscapeDataString(user.Name)}";
        using var http = new WebAccess(configuration, user, server.Roots[0].Scheme == Uri.UriSchemeHttps, time);
        for (var index = 0; ; index++)
        {
            var address = new Uri(server.Roots[index], $"?op={operation}{doAs}");
            try
            {
                using var response = await http.SendAsync(() => new HttpRequestMessage(method, address), logsIn, cancellation);
                return await ReadAsync(http, response, read, cancellation);
            }
            catch (Exception e) when (index < server.Roots.Count - 1 && IsNotServing(e))
            {
                // The next one knows the same tokens.
            }
        }
    }

    private static bool IsNotServing(Exception error) =>
        error is WebServerException || (error is RemoteException refusal && RemoteErrors.IsStandby(refusal));

    private static async Task<T> ReadAsync<T>(
        WebAccess http, HttpResponseMessage response, Func<JsonElement, T> read, CancellationToken cancellation)
    {
        var asked = response.RequestMessage!.RequestUri!;
        var answer = await http.ReadAsync(response, cancellation);
        if (!response.IsSuccessStatusCode)
        {
            throw WebMessages.Error(answer, new HadoopEndpoint(asked.Host, asked.Port))
                ?? (Exception)new WebServerException(asked.Authority, $"gives no delegation token (HTTP {(int)response.StatusCode}), and no reason");
        }

        try
        {
            return read(answer);
        }
        catch (Exception e) when (e is InvalidDataException or ArgumentOutOfRangeException)
        {
            throw new WebServerException(asked.Authority, $"its answer about a delegation token makes no sense: {e.Message}", e);
        }
    }
}
