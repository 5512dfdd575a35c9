namespace Skein.KeyValue;

/// <summary>A follower read more slowly than the store changed, and was dropped. What it missed can not be had any more: read the
/// latest revision, and follow from there.</summary>
/// <param name="maxLag">The bound it exceeded, in bytes of changes.</param>
public sealed class FollowerLagException(long maxLag)
    : Exception($"A follower of the key-value store was dropped because it fell more than {maxLag} bytes of changes behind")
{
    /// <summary>The bound that was exceeded, in bytes of changes.</summary>
    public long MaxLag { get; } = maxLag;
}
