namespace Skein.Hadoop.Security.Delegation;

/// <summary>A server that gives out delegation tokens, to callers who have proved by Kerberos who they are.</summary>
internal interface IDelegationTokenIssuer
{
    /// <summary>A new token of the caller, which says what it opens; null from a server that wants none.</summary>
    /// <param name="renewer">Principal that may renew it.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <exception cref="IOException">The server can not be reached, or refuses.</exception>
    Task<Token?> GetAsync(string renewer, CancellationToken cancellation);

    /// <summary>Renews a token, which only its renewer may; returns until when it holds now.</summary>
    /// <exception cref="IOException">The server can not be reached, or refuses.</exception>
    Task<DateTimeOffset> RenewAsync(Token token, CancellationToken cancellation);

    /// <summary>Makes a token worthless.</summary>
    /// <exception cref="IOException">The server can not be reached, or refuses.</exception>
    Task CancelAsync(Token token, CancellationToken cancellation);
}
