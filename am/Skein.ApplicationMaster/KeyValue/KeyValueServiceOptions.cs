namespace Skein.ApplicationMaster.KeyValue;

/// <summary>Bounds of the key-value service.</summary>
public sealed record KeyValueServiceOptions
{
    /// <summary>Bytes of changes, an estimate, that are kept for a watch stream whose client does not read. Default 16 MiB, which is as
    /// much as the store keeps.</summary>
    /// <remarks>Changes are shared by all streams, so this is also about what all of them together keep.</remarks>
    public long MaxWatchLag { get; init; } = 16 * 1024 * 1024;

    /// <summary>Most watches that one stream may have at a time. Default 10,000.</summary>
    public int MaxWatchesPerStream { get; init; } = 10_000;
}
