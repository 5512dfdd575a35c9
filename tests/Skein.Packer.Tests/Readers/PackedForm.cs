namespace Skein.Packer.Tests.Readers;

/// <summary>One of the forms a tree is packed in.</summary>
/// <param name="Name">Its name in the results of a run.</param>
/// <param name="FileName">Name of the output.</param>
/// <param name="Change">Completes the options.</param>
internal sealed record PackedForm(string Name, string FileName, Func<PackOptions, PackOptions> Change)
{
    public static IReadOnlyList<PackedForm> All { get; } =
    [
        new("tar.gz", "a.tar.gz", static options => options),
        new("tar.gz, stored", "a.tgz", static options => options with { CompressLevel = 0, ThreadCount = 1 }),
        new("tar", "a.tar", static options => options),
        new("tar.bz2", "a.tar.bz2", static options => options),
        new("tar.bz2, smallest", "a.tar.bz2", static options => options with { CompressLevel = 9, ThreadCount = 1 }),
        new("zip", "a.zip", static options => options),
        new("zip with links", "a.zip", static options => options with { ZipSymlinks = true }),
        new("zip with links, stored", "a.zip", static options => options with { CompressLevel = 0, ThreadCount = 1, ZipSymlinks = true }),
        new("folder", "a", static options => options with { Format = ArchiveFormat.Folder }),
    ];

    public bool IsGzip => FileName.EndsWith("gz", StringComparison.Ordinal);

    public bool IsTar => IsGzip || FileName.Contains(".tar", StringComparison.Ordinal);

    public bool IsFolder => Name == "folder";

    public bool IsZip => FileName.EndsWith(".zip", StringComparison.Ordinal);

    /// <summary>Whether links are links in it.</summary>
    public bool HoldsLinks => Name != "zip";

    public override string ToString() => Name;
}
