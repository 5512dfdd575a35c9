namespace Skein.Packer.Inspection;

/// <summary>What is learnt of files while they are read. Not for several threads: each stretch of the archive has its own, joined in order.</summary>
internal sealed class PackFindings
{
    /// <summary>Files that still name the place of their installation.</summary>
    public List<PackNote> StaysAbsolute { get; } = [];

    /// <summary>Files of packages whose content is not what the package installed.</summary>
    public List<string> ChangedFiles { get; } = [];

    public void Add(PackFindings later)
    {
        StaysAbsolute.AddRange(later.StaysAbsolute);
        ChangedFiles.AddRange(later.ChangedFiles);
    }
}
