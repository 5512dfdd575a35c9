using Skein.KeyValue.Watching;

namespace Skein.KeyValue.Tests.Watching;

internal static class WatcherExtensions
{
    /// <summary>Rests until there may be something to read.</summary>
    public static Task WaitAsync(this Watcher watcher, CancellationToken cancellation) =>
        watcher.TryRest() ? watcher.Signal.WaitAsync().AsTask().WaitAsync(cancellation) : Task.CompletedTask;
}
