namespace Skein.Specification;

/// <summary>A file or archive that YARN brings into a container's directory.</summary>
public sealed record FileSpec
{
    /// <summary>Absolute address as <see cref="FileUrl"/> reads it, <c>file:///…</c> for local files. Nothing in it is escaped.</summary>
    public required string Source { get; init; }

    public FileType Type { get; init; } = FileType.File;

    /// <summary>Who shares the node's copy. Default: this application only.</summary>
    public FileVisibility Visibility { get; init; } = FileVisibility.Application;

    /// <summary>Bytes; 0: as the file system says.</summary>
    public long Size { get; init; }

    /// <summary>Modification time in ms since the epoch; 0: as the file system says.</summary>
    public long Timestamp { get; init; }
}
