using Skein.Hadoop.Security;
using Skein.Hadoop.Security.Delegation;

namespace Skein.ApplicationMaster.Delegation;

/// <summary>Gets delegation tokens by the application's keytab, and hands them out.</summary>
/// <param name="sources">Gives them out.</param>
/// <param name="principal">The keytab's.</param>
/// <param name="fileSystems">Those to get tokens for, beside the default one.</param>
/// <param name="credentials">Takes the new tokens; connections look there.</param>
/// <param name="handOut">Called when there are new ones.</param>
internal sealed class TokenSupply(
    DelegationTokenSources sources, string principal, IEnumerable<Uri> fileSystems, Credentials credentials, Action handOut)
{
    /// <summary>Gets new ones; returns until when they hold.</summary>
    /// <exception cref="IOException">There are none; the message says why.</exception>
    public async Task<DateTimeOffset> RenewAsync(CancellationToken cancellation)
    {
        // Only who may renew tokens learns until when they hold; those of the application name the ResourceManager, so that its containers can
        // submit applications with them.
        var measure = await sources.GetAsync(principal, fileSystems, cancellation);
        var until = await measure.RenewAsync(cancellation);
        await measure.CancelAsync(cancellation);
        var tokens = await sources.GetAsync(sources.FindResourceManager(), fileSystems, cancellation);
        tokens.AddTo(credentials);
        handOut();
        return until;
    }
}
