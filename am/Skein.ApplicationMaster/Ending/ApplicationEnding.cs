using Microsoft.Extensions.Logging;
using Skein.ApplicationMaster.Allocation;
using Skein.ApplicationMaster.Lifecycle;
using Skein.ApplicationMaster.Logging;
using Skein.Hadoop.FileSystems;
using Skein.Hadoop.Rpc;

namespace Skein.ApplicationMaster.Ending;

/// <summary>
/// The last thing an attempt does: if the application ends with it, the ResourceManager is told and the staging directory removed;
/// if another attempt follows, both are left as that one needs them.
/// </summary>
/// <param name="attempts">Which attempt this is.</param>
/// <param name="resourceManager">Told of the end if it knows this attempt.</param>
/// <param name="fileSystem">Holds the staging directory.</param>
/// <param name="stagingDirectory">Absolute path.</param>
/// <param name="isOver">Asks the ResourceManager whether the application has ended already, as when a user killed it.</param>
/// <param name="log">Told what was done and what was not.</param>
internal sealed class ApplicationEnding(
    AttemptPolicy attempts,
    ResourceManagerLink resourceManager,
    IFileSystem fileSystem,
    string stagingDirectory,
    Func<CancellationToken, Task<bool>> isOver,
    ILogger log)
{
    // Each lasts until the file system's own retries have ended, some ten seconds.
    private const int DeletionAttempts = 12;

    /// <summary>Runs the end. Failures are logged: nothing is left to be done about them.</summary>
    public async Task RunAsync(ApplicationOutcome outcome, CancellationToken cancellation)
    {
        if (outcome.IsAbandoned)
        {
            // Killed, or overtaken by a newer attempt that needs the staging directory: only the ResourceManager knows.
            if (await IsOverAsync(cancellation))
                await RemoveStagingAsync(cancellation);
            return;
        }

        if (attempts.EndsApplication(outcome))
        {
            // Both at once: between SIGTERM and SIGKILL there may be no more than 250 ms.
            await Task.WhenAll(UnregisterAsync(outcome, cancellation), RemoveStagingAsync(cancellation));
            return;
        }

        // A signal to an early attempt may have come with the killing of the whole application.
        if (outcome.IsSignalled && await IsOverAsync(cancellation))
            await RemoveStagingAsync(cancellation);
        else
            log.WillRetry(attempts.Attempt, attempts.Limit);
    }

    private async Task UnregisterAsync(ApplicationOutcome outcome, CancellationToken cancellation)
    {
        if (!resourceManager.IsRegistered)
            return;
        try
        {
            await resourceManager.FinishAsync(outcome.Status, outcome.Message, cancellation);
            log.Unregistered();
        }
        catch (Exception error) when (error is IOException or OperationCanceledException)
        {
            log.NotUnregistered(error.Message);
        }
    }

    private async Task RemoveStagingAsync(CancellationToken cancellation)
    {
        try
        {
            await DeleteStagingAsync(cancellation);
            log.StagingRemoved(stagingDirectory);
        }
        catch (Exception error) when (error is IOException or OperationCanceledException)
        {
            log.StagingNotRemoved(stagingDirectory, error.Message);
        }
    }

    // Nobody comes after this to clean up, and the directory holds the application's key: a NameNode that restarts is waited for.
    private async Task DeleteStagingAsync(CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await fileSystem.DeleteAsync(stagingDirectory, recursive: true, cancellation);
                return;
            }
            catch (RpcConnectionException error) when (error.Failure == RpcFailure.Unreachable && attempt < DeletionAttempts)
            {
                log.StagingDelayed(stagingDirectory, error.Message);
            }
        }
    }

    private async Task<bool> IsOverAsync(CancellationToken cancellation)
    {
        try
        {
            return await isOver(cancellation);
        }
        catch (Exception error) when (error is IOException or OperationCanceledException)
        {
            // Not to know is to leave the staging directory: a newer attempt could not start without it.
            log.StagingNotRemoved(stagingDirectory, error.Message);
            return false;
        }
    }
}
