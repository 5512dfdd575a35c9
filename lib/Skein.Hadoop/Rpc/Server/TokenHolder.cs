using Skein.Hadoop.Security;

namespace Skein.Hadoop.Rpc.Server;

/// <summary>A token as its issuer remembers it.</summary>
/// <param name="User">
/// Whom a connection with it acts for: a user for tokens of clients, an attempt's id for those of application masters.
/// </param>
/// <param name="Password">Shared with the holder.</param>
public sealed record TokenHolder(string User, Secret Password)
{
    /// <summary>Names the user only.</summary>
    public override string ToString() => User;
}
