namespace Skein.KeyValue.Watching;

/// <summary>A watcher read more slowly than the store changed, and was dropped. What it missed can not be had any more: read the
/// latest revision, and watch from there.</summary>
/// <param name="maxLag">The bound it exceeded, in bytes of changes.</param>
public sealed class WatcherLagException(long maxLag)
    : Exception($"A watcher of the key-value store was dropped because it fell more than {maxLag} bytes of changes behind")
{
    /// <summary>The bound that was exceeded, in bytes of changes.</summary>
    public long MaxLag { get; } = maxLag;
}
