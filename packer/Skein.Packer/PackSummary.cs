namespace Skein.Packer;

/// <summary>What was packed, and what whoever unpacks it should know.</summary>
public sealed record PackSummary
{
    /// <summary>Absolute path of the archive.</summary>
    public required string Output { get; init; }

    /// <summary>Absolute path of what was packed.</summary>
    public required string Source { get; init; }

    /// <summary>Entries in the archive: files, links and empty directories.</summary>
    public required int Files { get; init; }

    /// <summary>Uncompressed size of the archive in bytes, headers included.</summary>
    public required long BytesIn { get; init; }

    /// <summary>Size of the archive in bytes.</summary>
    public required long BytesOut { get; init; }

    /// <summary>Files that still name the directory the environment was installed in, in archive order.</summary>
    public required IReadOnlyList<PackNote> StaysAbsolute { get; init; }

    /// <summary>Everything else worth a look; each is one sentence.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }
}
