namespace Skein.Hadoop.Security;

/// <summary>As whom servers are called, with the tokens that prove it.</summary>
/// <param name="Name">User name, as simple authentication sends it.</param>
/// <param name="Credentials">Tokens and secrets; empty on a simple cluster.</param>
public sealed record UserIdentity(string Name, Credentials Credentials)
{
    /// <summary>Names the user only.</summary>
    public override string ToString() => Name;
}
