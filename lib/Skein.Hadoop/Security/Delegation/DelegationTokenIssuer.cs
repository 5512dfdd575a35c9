using Skein.Hadoop.Rpc;
using Skein.Hadoop.Security.Protocol;

namespace Skein.Hadoop.Security.Delegation;

/// <summary>
/// A server that gives out delegation tokens, to callers who have proved by Kerberos who they are. NameNodes and ResourceManagers have the same
/// three calls for it.
/// </summary>
/// <param name="channel">Calls the server's protocol for clients, by Kerberos: over a connection opened by a token all three are refused.</param>
/// <param name="service">Finds what its tokens call it, see <see cref="TokenService"/>.</param>
internal sealed class DelegationTokenIssuer(IRpcChannel channel, Func<CancellationToken, Task<string>> service)
{
    /// <summary>A new token of the caller; null from a server that wants none.</summary>
    /// <param name="renewer">Principal that may renew it.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    public async Task<Token?> GetAsync(string renewer, CancellationToken cancellation)
    {
        var request = new GetDelegationTokenRequestProto { Renewer = renewer };
        var response = await channel.CallAsync("getDelegationToken", request, GetDelegationTokenResponseProto.Parser, cancellation);
        return response.Token is { } token ? Token.FromMessage(token) with { Service = await service(cancellation) } : null;
    }

    /// <summary>Renews a token, which only its renewer may; returns until when it holds now.</summary>
    public async Task<DateTimeOffset> RenewAsync(Token token, CancellationToken cancellation)
    {
        var request = new RenewDelegationTokenRequestProto { Token = token.ToMessage() };
        var response = await channel.CallAsync("renewDelegationToken", request, RenewDelegationTokenResponseProto.Parser, cancellation);
        return DateTimeOffset.FromUnixTimeMilliseconds((long)response.NewExpiryTime);
    }

    /// <summary>Makes a token worthless.</summary>
    public Task CancelAsync(Token token, CancellationToken cancellation)
    {
        var request = new CancelDelegationTokenRequestProto { Token = token.ToMessage() };
        return channel.CallAsync("cancelDelegationToken", request, CancelDelegationTokenResponseProto.Parser, cancellation);
    }
}
