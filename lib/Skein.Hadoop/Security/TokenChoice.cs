using System.Net;

namespace Skein.Hadoop.Security;

/// <summary>
/// Which of a user's tokens opens a server. It is chosen anew for each connection: a token may have been replaced by a younger one, and what
/// tokens are called by is the address that answers.
/// </summary>
/// <param name="Credentials">Where the tokens are.</param>
/// <param name="Kind">One of <see cref="TokenKinds"/>.</param>
/// <param name="Service">Name of the service where it is not an address, as <c>ha-hdfs:name</c>; null: the address.</param>
public sealed record TokenChoice(Credentials Credentials, string Kind, string? Service = null)
{
    /// <summary>The choice among a user's tokens; null for one who has none at all.</summary>
    public static TokenChoice? Of(UserIdentity user, string kind, string? service = null) =>
        user.Credentials.IsEmpty ? null : new TokenChoice(user.Credentials, kind, service);

    /// <summary>The token to show; null: there is none for this server.</summary>
    /// <param name="host">The server as it was dialled.</param>
    /// <param name="answered">The address that answers.</param>
    public Token? Find(string host, IPEndPoint answered)
    {
        if (Service is not null)
            return Credentials.Find(Kind, Service);
        var address = answered.Address.IsIPv4MappedToIPv6 ? answered.Address.MapToIPv4() : answered.Address;
        // Named by the address or, where hadoop.security.token.service.use_ip is false, by the host.
        return Credentials.Find(Kind, $"{address}:{answered.Port}") ?? Credentials.Find(Kind, $"{host.ToLowerInvariant()}:{answered.Port}");
    }
}
