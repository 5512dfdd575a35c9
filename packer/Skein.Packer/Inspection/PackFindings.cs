using Skein.Packer.Unpacking;

namespace Skein.Packer.Inspection;

/// <summary>What is learnt of files while they are read. Not for several threads: each stretch of the archive has its own, joined in order.</summary>
internal sealed class PackFindings
{
    /// <summary>Files that still name the place of their installation.</summary>
    public List<PackNote> StaysAbsolute { get; } = [];

    /// <summary>Files that have something to be done where they are unpacked.</summary>
    public List<PlacedFile> Placed { get; } = [];

    /// <summary>Files of packages whose content is not what the package installed.</summary>
    public List<string> ChangedFiles { get; } = [];

    /// <summary>Whether a file was not what it was when it was listed, so that what was made of it is not what the listing would tell.</summary>
    public bool HasUnlistedContent { get; set; }

    /// <summary>The oldest glibc that all programs and libraries so far run with; null when none needs it.</summary>
    public Version? GlibcFloor { get; private set; }

    public void RequireGlibc(Version? version)
    {
        if (version > GlibcFloor)
            GlibcFloor = version;
    }

    public void Add(PackFindings later)
    {
        RequireGlibc(later.GlibcFloor);
        HasUnlistedContent |= later.HasUnlistedContent;
        StaysAbsolute.AddRange(later.StaysAbsolute);
        Placed.AddRange(later.Placed);
        ChangedFiles.AddRange(later.ChangedFiles);
    }
}
