using Skein.Hadoop.Rpc;
using Skein.Hadoop.Security.Protocol;

namespace Skein.Hadoop.Security.Delegation;

/// <summary>
/// A NameNode or a ResourceManager as an issuer of delegation tokens: both have the same three calls for it.
/// </summary>
/// <param name="channel">Calls the server's protocol for clients, by Kerberos: over a connection opened by a token all three are refused.</param>
/// <param name="service">Finds what its tokens call it, see <see cref="TokenService"/>.</param>
internal sealed class DelegationTokenIssuer(IRpcChannel channel, Func<CancellationToken, Task<string>> service) : IDelegationTokenIssuer
{
    public async Task<Token?> GetAsync(string renewer, CancellationToken cancellation)
    {
        var request = new GetDelegationTokenRequestProto { Renewer = renewer };
        var response = await channel.CallAsync("getDelegationToken", request, GetDelegationTokenResponseProto.Parser, cancellation);
        return response.Token is { } token ? Token.FromMessage(token) with { Service = await service(cancellation) } : null;
    }

    public async Task<DateTimeOffset> RenewAsync(Token token, CancellationToken cancellation)
    {
        var request = new RenewDelegationTokenRequestProto { Token = token.ToMessage() };
        var response = await channel.CallAsync("renewDelegationToken", request, RenewDelegationTokenResponseProto.Parser, cancellation);
        return DateTimeOffset.FromUnixTimeMilliseconds((long)response.NewExpiryTime);
    }

    public Task CancelAsync(Token token, CancellationToken cancellation)
    {
        var request = new CancelDelegationTokenRequestProto { Token = token.ToMessage() };
        return channel.CallAsync("cancelDelegationToken", request, CancelDelegationTokenResponseProto.Parser, cancellation);
    }
}
