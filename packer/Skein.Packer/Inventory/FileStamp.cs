namespace Skein.Packer.Inventory;

/// <summary>What changes when a file is written to or replaced: as long as it stays the same, so does the content.</summary>
/// <param name="Modified">Nanoseconds since the epoch at which the content was last written.</param>
/// <param name="Changed">Nanoseconds since the epoch at which content or attributes were last changed; no program can set it.</param>
/// <param name="Identity">The file itself, whatever its names are.</param>
internal readonly record struct FileStamp(long Modified, long Changed, FileIdentity Identity)
{
    /// <summary>Whether the file was written before a moment, by both of its clocks.</summary>
    /// <param name="nanoseconds">Since the epoch.</param>
    public bool IsOlderThan(long nanoseconds) => Modified < nanoseconds && Changed < nanoseconds;
}
