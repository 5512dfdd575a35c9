using Skein.Hadoop.Security;
using Skein.Hadoop.Security.Gssapi;

namespace Skein.Hadoop.Rpc;

/// <summary>What two channels must have in common to share a connection.</summary>
internal sealed record RpcConnectionKey(
    string Host, int Port, string Protocol, string User, string? RealUser, Token? Token, TokenChoice? Tokens, KerberosLogin? Kerberos)
{
    public static RpcConnectionKey Of(RpcTarget target, HadoopEndpoint endpoint) => new(
        endpoint.Host, endpoint.Port, target.Protocol, target.User.Name, target.User.RealUser, target.Token, target.Tokens, target.User.Kerberos);
}
