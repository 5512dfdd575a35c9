namespace Skein.Hadoop.Security.Delegation;

/// <summary>Delegation tokens that were got together, and go together.</summary>
public sealed class DelegationTokens
{
    private readonly IReadOnlyList<(IDelegationTokenIssuer Issuer, Token Token)> _issued;

    private DelegationTokens(IReadOnlyList<(IDelegationTokenIssuer Issuer, Token Token)> issued) => _issued = issued;

    /// <summary>No tokens.</summary>
    public static DelegationTokens None { get; } = new([]);

    /// <summary>Gets one of each issuer, all at once; either all or none.</summary>
    /// <param name="issuers">Who gives them out.</param>
    /// <param name="renewer">Principal that may renew them.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <exception cref="IOException">An issuer can not be reached, or refuses.</exception>
    internal static async Task<DelegationTokens> GetAsync(
        IReadOnlyList<IDelegationTokenIssuer> issuers, string renewer, CancellationToken cancellation)
    {
        var asked = new Task<Token?>[issuers.Count];
        for (var i = 0; i < asked.Length; i++)
            asked[i] = issuers[i].GetAsync(renewer, cancellation);
        var all = Task.WhenAll(asked);
        await ((Task)all).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var issued = new List<(IDelegationTokenIssuer, Token)>(asked.Length);
        for (var i = 0; i < asked.Length; i++)
        {
            if (asked[i].IsCompletedSuccessfully && await asked[i] is { } token)
                issued.Add((issuers[i], token));
        }

        var tokens = new DelegationTokens(issued);
        if (all.IsCompletedSuccessfully)
            return tokens;
        await tokens.CancelAsync(cancellation);
        await all;
        return tokens;
    }

    /// <summary>Adds them to credentials; one that is there for the same service is replaced.</summary>
    public void AddTo(Credentials credentials)
    {
        foreach (var (_, token) in _issued)
            credentials.Add(token);
    }

    /// <summary>Renews each; returns until when all of them hold. Without any: for ever.</summary>
    /// <exception cref="IOException">An issuer can not be reached, or refuses.</exception>
    public async Task<DateTimeOffset> RenewAsync(CancellationToken cancellation)
    {
        var end = DateTimeOffset.MaxValue;
        foreach (var (issuer, token) in _issued)
        {
            var until = await issuer.RenewAsync(token, cancellation);
            end = until < end ? until : end;
        }

        return end;
    }

    /// <summary>Makes them worthless. What can not be cancelled ends by itself, soon enough: that is no error.</summary>
    public Task CancelAsync(CancellationToken cancellation) => CancelAsync(static _ => true, cancellation);

    /// <summary>Makes some of them worthless, as <see cref="CancelAsync(CancellationToken)"/> does all.</summary>
    public async Task CancelAsync(Predicate<Token> which, CancellationToken cancellation)
    {
        var steps = new List<Task>(_issued.Count);
        foreach (var (issuer, token) in _issued)
        {
            if (which(token))
                steps.Add(issuer.CancelAsync(token, cancellation));
        }

        try
        {
            await Task.WhenAll(steps);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // Another has cancelled it, or its issuer is gone.
        }
    }

    /// <summary>How many there are, nothing of them.</summary>
    public override string ToString() => $"{_issued.Count} delegation tokens";
}
