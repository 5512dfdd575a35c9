namespace Skein.Hadoop.Rpc.Server;

/// <summary>Who calls, as the login proved it.</summary>
/// <param name="Token">The token that was shown.</param>
/// <param name="Address">Where the caller's connection comes from.</param>
public sealed record RpcCaller(TokenHolder Token, string Address)
{
    /// <summary>The user, short name.</summary>
    public string User => Token.User;
}
