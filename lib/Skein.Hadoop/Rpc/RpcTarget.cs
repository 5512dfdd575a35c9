using Skein.Hadoop.Security;

namespace Skein.Hadoop.Rpc;

/// <summary>Which protocol is called where, and as whom.</summary>
/// <param name="Endpoint">The server; of several that stand in for each other, the one to try first.</param>
/// <param name="Protocol">Full Java name of the protocol, such as <c>org.apache.hadoop.hdfs.protocol.ClientProtocol</c>.</param>
/// <param name="User">As whom to call. Not sent along with a token, which already says who calls.</param>
/// <param name="Token">Proof of identity, used where the server takes it. Null: on a cluster with Kerberos the user's login proves it, else
/// nothing does and the server believes the user's name.</param>
public sealed record RpcTarget(HadoopEndpoint Endpoint, string Protocol, UserIdentity User, Token? Token = null)
{
    /// <summary>Where a token is looked for with each new connection if <see cref="Token"/> is null. Default: nowhere.</summary>
    public TokenChoice? Tokens { get; init; }

    /// <summary>Servers that may be active in place of <see cref="Endpoint"/>, in the order to try them. Default: none.</summary>
    public IReadOnlyList<HadoopEndpoint> Alternatives { get; init; } = [];

    /// <summary>How a call goes on among <see cref="Alternatives"/>.</summary>
    public RpcFailoverOptions Failover { get; init; } = new();

    /// <summary>Whichever of some servers is active; they are tried in their order.</summary>
    public static RpcTarget ToAny(IReadOnlyList<HadoopEndpoint> servers, string protocol, UserIdentity user, Token? token = null) =>
        new(servers[0], protocol, user, token) { Alternatives = [.. servers.Skip(1)] };
}
