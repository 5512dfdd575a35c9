namespace Skein.Packer;

/// <summary>What was packed, or would be, and what whoever unpacks it should know.</summary>
public sealed record PackSummary
{
    /// <summary>Absolute path of the archive; <c>-</c> for the standard output.</summary>
    public required string Output { get; init; }

    /// <summary>Format of the archive; never <see cref="ArchiveFormat.Infer"/>.</summary>
    public required ArchiveFormat Format { get; init; }

    /// <summary>Absolute path of what was packed.</summary>
    public required string Source { get; init; }

    public required EnvironmentKind Kind { get; init; }

    /// <summary>Entries in the archive: files, links and directories, of which an environment has the empty ones only.</summary>
    public required int Files { get; init; }

    /// <summary>Uncompressed size of the archive in bytes, headers included.</summary>
    public required long BytesIn { get; init; }

    /// <summary>Size of the archive in bytes; of a dry run, the size it would have.</summary>
    public required long BytesOut { get; init; }

    /// <summary>Part of <see cref="BytesIn"/>, in bytes, that came compressed out of the cache.</summary>
    public long BytesFromCache { get; init; }

    /// <summary>Packages by the size of their files on disk, the biggest first; files of no package are not counted.</summary>
    public required IReadOnlyList<PackedPackage> Packages { get; init; }

    /// <summary>The oldest glibc all programs and libraries run with, such as <c>2.17</c>; null when none says.</summary>
    public string? GlibcFloor { get; init; }

    /// <summary>Files of packages whose content is not what the package installed: pip or a person changed them. In archive order.</summary>
    public required IReadOnlyList<string> ChangedFiles { get; init; }

    /// <summary>Files that still name the directory the environment was installed in, in archive order.</summary>
    public required IReadOnlyList<PackNote> StaysAbsolute { get; init; }

    /// <summary>Everything else worth a look; each is one sentence.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }
}
