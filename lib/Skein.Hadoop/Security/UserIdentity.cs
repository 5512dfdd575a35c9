using Skein.Hadoop.Security.Gssapi;

namespace Skein.Hadoop.Security;

/// <summary>As whom servers are called, with the tokens that prove it.</summary>
/// <param name="Name">User name: as simple authentication sends it, or the short name of a Kerberos principal.</param>
/// <param name="Credentials">Tokens and secrets; empty on a simple cluster.</param>
/// <param name="RealUser">Who acts for <paramref name="Name"/>, where one user impersonates another; null: nobody does. The server's
/// <c>hadoop.proxyuser.</c> settings decide whether it may.</param>
public sealed record UserIdentity(string Name, Credentials Credentials, string? RealUser = null)
{
    /// <summary>Proves who calls where no token does, on a cluster with Kerberos. Null: nothing does.</summary>
    public KerberosLogin? Kerberos { get; init; }

    /// <summary>This user in another one's name. It has no tokens: those say who this user is, and nothing else.</summary>
    public UserIdentity ActFor(string name) => this with { Name = name, RealUser = Name, Credentials = new Credentials() };

    /// <summary>Names the user only.</summary>
    public override string ToString() => RealUser is null ? Name : $"{Name} through {RealUser}";
}
