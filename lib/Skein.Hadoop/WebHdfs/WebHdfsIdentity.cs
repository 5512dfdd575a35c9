using System.Text;
using Skein.Hadoop.Configuration;
using Skein.Hadoop.Security;
using Skein.Hadoop.Web;

namespace Skein.Hadoop.WebHdfs;

/// <summary>What a request to WebHDFS says of who asks.</summary>
/// <param name="Query">Parameters to add to every request, which may hold a token: a secret.</param>
/// <param name="LogsIn">Whether the NameNode wants to see a login by Kerberos.</param>
internal sealed record WebHdfsIdentity(Secret Query, bool LogsIn)
{
    /// <summary>On a simple cluster the user's name; on one with Kerberos the token, or the login.</summary>
    /// <param name="user">Who asks.</param>
    /// <param name="isSecure">Whether the cluster has Kerberos.</param>
    /// <param name="token">A token for the NameNode; null: there is none.</param>
    public static WebHdfsIdentity Of(UserIdentity user, bool isSecure, Token? token)
    {
        if (token is not null)
            return new WebHdfsIdentity(Bytes($"&delegation={token.ToUrlString()}"), LogsIn: false);
        var doAs = user.RealUser is null ? "" : $"&doas={Uri.EscapeDataString(user.Name)}";
        return isSecure
            ? new WebHdfsIdentity(Bytes(doAs), LogsIn: true)
            : new WebHdfsIdentity(Bytes($"&user.name={Uri.EscapeDataString(user.RealUser ?? user.Name)}{doAs}"), LogsIn: false);
    }

    /// <summary>
    /// The token for a NameNode: one that WebHDFS gave out for this address, or one of HDFS for the same machine, which is the same by another
    /// name. Null: there is none.
    /// </summary>
    /// <param name="credentials">Where to look.</param>
    /// <param name="host">The NameNode.</param>
    /// <param name="port">Its port for the web.</param>
    /// <param name="cancellation">Gives up looking for the machine's addresses.</param>
    public static Task<Token?> FindTokenAsync(Credentials credentials, string host, int port, CancellationToken cancellation) =>
        WebTokens.FindAsync(credentials, host, (token, name) => IsFor(token, name, port), cancellation);

    /// <summary>The token for whichever of several NameNodes is active: one that WebHDFS gave out, or one of HDFS. Null: there is none.</summary>
    public static Token? FindToken(Credentials credentials, NameService service) =>
        credentials.Find(TokenKinds.WebHdfsDelegation, ServiceOf("webhdfs", service))
            ?? credentials.Find(TokenKinds.SecureWebHdfsDelegation, ServiceOf("swebhdfs", service))
            ?? credentials.Find(TokenKinds.HdfsDelegation, service.TokenService);

    /// <summary>What tokens of WebHDFS call several NameNodes, as Hadoop's own file system looks for it.</summary>
    /// <param name="scheme"><c>webhdfs</c> or <c>swebhdfs</c>.</param>
    /// <param name="service">The NameNodes.</param>
    public static string ServiceOf(string scheme, NameService service) => $"ha-{scheme}:{service.Name}";

    private static bool IsFor(Token token, string name, int port) => token.Kind switch
    {
        TokenKinds.WebHdfsDelegation or TokenKinds.SecureWebHdfsDelegation => token.Service == $"{name}:{port}",
        TokenKinds.HdfsDelegation => token.Service.StartsWith(name + ":", StringComparison.Ordinal),
        _ => false,
    };

    private static Secret Bytes(string text) => new(Encoding.ASCII.GetBytes(text));
}
