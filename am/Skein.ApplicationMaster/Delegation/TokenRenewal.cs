using Microsoft.Extensions.Logging;
using Skein.ApplicationMaster.Logging;

namespace Skein.ApplicationMaster.Delegation;

/// <summary>
/// Has new delegation tokens got before those in use end. YARN renews only what an application was submitted with, and that not past its maximum
/// lifetime, by default seven days.
/// </summary>
/// <remarks>
/// Tokens that have been replaced are not cancelled before the end: containers that have not read the new ones yet work with them.
/// </remarks>
/// <param name="renew">Gets new ones and hands them out; returns until when they hold, and throws an IOException where there are none.</param>
/// <param name="cancel">Makes worthless all that were got.</param>
/// <param name="time">Clock of the pauses.</param>
/// <param name="log">Told of each time.</param>
internal sealed class TokenRenewal(
    Func<CancellationToken, Task<DateTimeOffset>> renew, Func<CancellationToken, Task> cancel, TimeProvider time, ILogger log)
{
    private DateTimeOffset _until;

    /// <summary>Gets the first ones: a keytab that does not work ends the application at its beginning, not after days.</summary>
    /// <exception cref="IOException">There are none; the message says why.</exception>
    public async Task StartAsync(CancellationToken cancellation)
    {
        _until = await renew(cancellation);
        log.TokensReplaced(_until);
    }

    /// <summary>Cancels the tokens, when nobody needs them any more and <see cref="RunAsync"/> has ended.</summary>
    public Task EndAsync(CancellationToken cancellation) => cancel(cancellation);

    /// <summary>Goes on until it is cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        var pause = RenewalSchedule.AfterSuccess(time.GetUtcNow(), _until);
        while (true)
        {
            await Task.Delay(pause, time, cancellation);
            try
            {
                await StartAsync(cancellation);
                pause = RenewalSchedule.AfterSuccess(time.GetUtcNow(), _until);
            }
            catch (IOException error)
            {
                log.TokensNotReplaced(_until, error.Message);
                pause = RenewalSchedule.AfterFailure(time.GetUtcNow(), _until);
            }
        }
    }
}
