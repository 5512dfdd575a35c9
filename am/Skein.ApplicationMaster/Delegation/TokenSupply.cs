using Skein.Hadoop.Security;
using Skein.Hadoop.Security.Delegation;

namespace Skein.ApplicationMaster.Delegation;

/// <summary>Gets delegation tokens by the application's keytab, hands them out, and cancels them at the end.</summary>
/// <param name="sources">Gives them out.</param>
/// <param name="principal">The keytab's.</param>
/// <param name="fileSystems">Those to get tokens for, beside the default one.</param>
/// <param name="credentials">Takes the new tokens; connections look there.</param>
/// <param name="gathersLogs">
/// Whether nodes bring the application's logs to HDFS when it has ended: by the tokens of the first container that they were given.
/// </param>
/// <param name="time">Tells which tokens have ended by themselves.</param>
/// <param name="handOut">Called when there are new ones.</param>
internal sealed class TokenSupply(
    DelegationTokenSources sources,
    string principal,
    IReadOnlyList<Uri> fileSystems,
    Credentials credentials,
    bool gathersLogs,
    TimeProvider time,
    Action handOut)
{
    private readonly List<(DelegationTokens Tokens, DateTimeOffset Until)> _issued = [];

    /// <summary>Gets new ones; returns until when they hold.</summary>
    /// <exception cref="IOException">There are none; the message says why.</exception>
    public async Task<DateTimeOffset> RenewAsync(CancellationToken cancellation)
    {
        var until = await MeasureAsync(cancellation);
        var tokens = await sources.GetAsync(sources.FindResourceManager(), fileSystems, cancellation);
        _issued.RemoveAll(earlier => earlier.Until < time.GetUtcNow());
        _issued.Add((tokens, until));
        tokens.AddTo(credentials);
        handOut();
        return until;
    }

    /// <summary>Makes worthless what was got, but what logs are brought away by: that ends by itself.</summary>
    public async Task CancelAsync(CancellationToken cancellation)
    {
        foreach (var (tokens, _) in _issued)
            await tokens.CancelAsync(token => !gathersLogs || token.Kind is not (TokenKinds.HdfsDelegation or TokenKinds.KeyManagement), cancellation);
        _issued.Clear();
    }

    // Only who may renew tokens learns until when they hold; those of the application name the ResourceManager, so that its containers can
    // submit applications with them.
    private async Task<DateTimeOffset> MeasureAsync(CancellationToken cancellation)
    {
        var measure = await sources.GetAsync(principal, fileSystems, cancellation);
        try
        {
            return await measure.RenewAsync(cancellation);
        }
        finally
        {
            await measure.CancelAsync(cancellation);
        }
    }
}
