using Skein.Packer.Relocation;

namespace Skein.Packer.Inventory;

/// <summary>One entry of the archive-to-be.</summary>
internal sealed record PackFile
{
    /// <summary>Path below the environment, with <c>/</c>.</summary>
    public required string Path { get; init; }

    public required PackFileKind Kind { get; init; }

    /// <summary>The lower twelve mode bits.</summary>
    public required int Mode { get; init; }

    /// <summary>Seconds since the epoch.</summary>
    public long Modified { get; init; }

    /// <summary>Bytes on disk when the file was listed; 0 for everything that is not a regular file.</summary>
    public long Size { get; init; }

    /// <summary>Where a regular file comes from. Of other entries, only those have one that were found outside of the packed tree.</summary>
    public FileOrigin? Origin { get; init; }

    /// <summary>Absolute path that the entry is read from; empty for what is on no disk.</summary>
    public string Source => Origin switch
    {
        FileOrigin.Tree tree => $"{tree.Root}/{Path}",
        FileOrigin.Elsewhere elsewhere => elsewhere.Path,
        _ => "",
    };

    /// <summary>Content that is on no disk; null for a file that is, and for content that is not known yet.</summary>
    public byte[]? Content => (Origin as FileOrigin.Memory)?.Content;

    /// <summary>Text of a symbolic link; of a hard link, the path below the environment of its first name.</summary>
    public string LinkTarget { get; init; } = "";

    /// <summary>What the disk's file was when it was listed; all zeros for what is on no disk.</summary>
    public FileStamp Stamp { get; init; }

    /// <summary>Set when the file has more than one name, here or elsewhere on the disk.</summary>
    public FileIdentity? SharedIdentity => HasOtherNames ? Stamp.Identity : null;

    /// <summary>Whether the file has more than one name, here or elsewhere on the disk.</summary>
    public bool HasOtherNames { get; init; }

    /// <summary>Name and version of the package that owns it; null when none does.</summary>
    public string? Package { get; init; }

    /// <summary>What the owning package says of the prefix in this file; null if it says nothing.</summary>
    public PrefixRecord? Record { get; init; }

    /// <summary>Hash of the content that the owning package installed; all zeros if it does not say.</summary>
    public Sha256Hash InstalledHash { get; init; }

    /// <summary>Where the file was installed, if that is not where the environment was: it came from elsewhere. Null for most.</summary>
    public InstalledPrefix? InstalledIn { get; init; }

    public bool IsExecutable => (Mode & 0b001_001_001) != 0;

    /// <summary>Whether the entry lies in a directory itself, not deeper; it costs no memory to ask.</summary>
    /// <param name="directory">Path below the environment; empty for the top.</param>
    public bool IsIn(string directory)
    {
        var start = directory.Length == 0 ? 0 : directory.Length + 1;
        return Path.Length > start
            && Path.StartsWith(directory, StringComparison.Ordinal)
            && (start == 0 || Path[start - 1] == '/')
            && Path.IndexOf('/', start) < 0;
    }

    /// <summary>Directory of the entry below the environment; empty at the top.</summary>
    public string Directory => RelativePath.DirectoryOf(Path);
}
