using Skein.Hadoop.Configuration;
using Skein.Hadoop.Rpc;
using Skein.Hadoop.Security;
using Skein.Hadoop.Web;

namespace Skein.Hadoop.Kms;

/// <summary>
/// Has keys of files decrypted by a key management server (KMS), which knows the keys of encryption zones and does not give them away.
/// </summary>
internal sealed class KmsClient : IDisposable
{
    private const string TokenHeader = "X-Hadoop-Delegation-Token";

    private readonly KmsAddress _address;
    private readonly UserIdentity _user;
    private readonly bool _isSecure;
    private readonly WebAccess _http;

    /// <param name="address">Where it is.</param>
    /// <param name="configuration">Settings of logins, TLS and time limits.</param>
    /// <param name="user">Who asks.</param>
    /// <param name="time">Clock of the limits.</param>
    public KmsClient(KmsAddress address, HadoopConfiguration configuration, UserIdentity user, TimeProvider time)
    {
        _address = address;
        _user = user;
        _isSecure = configuration.IsSecure;
        _http = new WebAccess(configuration, user, address.Servers[0].Scheme == Uri.UriSchemeHttps, time);
    }

    /// <summary>Decrypts the key of a file. Where a server does not answer the next one is asked.</summary>
    /// <param name="keyName">Name of the zone's key.</param>
    /// <param name="keyVersion">The version of it that the file's key is encrypted with.</param>
    /// <param name="iv">Begin of that encryption.</param>
    /// <param name="material">The encrypted key.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="IOException">No server can be asked, or it refuses; the message says which and why.</exception>
    public async Task<Secret> DecryptAsync(
        string keyName, string keyVersion, ReadOnlyMemory<byte> iv, ReadOnlyMemory<byte> material, CancellationToken cancellation)
    {
        var body = KmsMessages.Decrypt(keyName, iv.Span, material.Span);
        var operation = $"/v1/keyversion/{Uri.EscapeDataString(keyVersion)}/_eek?eek_op=decrypt";
        for (var index = 0; ; index++)
        {
            var server = _address.Servers[index];
            var token = _isSecure ? await FindTokenAsync(server, cancellation) : null;
            try
            {
                var logsIn = _isSecure && token is null;
                using var response = await _http.SendAsync(() => Post(server, operation, body, token), logsIn, cancellation);
                return await ReadAsync(server, response, cancellation);
            }
            catch (WebServerException) when (index < _address.Servers.Count - 1)
            {
                // The next one knows the same keys.
            }
        }
    }

    public void Dispose() => _http.Dispose();

    // Newer servers' tokens are for the address as a whole, older ones' for one server's.
    private async Task<Token?> FindTokenAsync(Uri server, CancellationToken cancellation) =>
        _user.Credentials.Find(TokenKinds.KeyManagement, _address.Text)
        ?? await WebTokens.FindAsync(
            _user.Credentials, server.Host, (token, name) => token.Opens(TokenKinds.KeyManagement, $"{name}:{server.Port}"), cancellation);

    private string Identity()
    {
        var doAs = _user.RealUser is null ? "" : $"&doAs={Uri.EscapeDataString(_user.Name)}";
        return _isSecure ? doAs : $"&user.name={Uri.EscapeDataString(_user.RealUser ?? _user.Name)}{doAs}";
    }

    private HttpRequestMessage Post(Uri server, string operation, byte[] body, Token? token)
    {
        var address = $"{server.AbsoluteUri}{operation}{(token is null ? Identity() : "")}";
        var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new("application/json");
        if (token is not null)
            request.Headers.TryAddWithoutValidation(TokenHeader, token.ToUrlString());
        return request;
    }

    private async Task<Secret> ReadAsync(Uri server, HttpResponseMessage response, CancellationToken cancellation)
    {
        var answer = await _http.ReadAsync(response, cancellation);
        if (!response.IsSuccessStatusCode)
        {
            var reason = WebMessages.Error(answer, new HadoopEndpoint(server.Host, server.Port))?.Message;
            throw new IOException($"the KMS {server.Authority} refuses (HTTP {(int)response.StatusCode}): {reason ?? "it gives no reason"}");
        }

        try
        {
            return KmsMessages.Key(answer);
        }
        catch (InvalidDataException e)
        {
            throw new WebServerException(server.Authority, $"the KMS gives no key: {e.Message}", e);
        }
    }
}
