using Skein.Packer.Inventory;

namespace Skein.Packer.Environments;

/// <summary>Takes files from outside of an environment into the archive.</summary>
internal static class CopiedFile
{
    /// <param name="path">Path the file gets below the environment.</param>
    /// <param name="source">Absolute path of the file; links are followed.</param>
    /// <returns>Null when the source leads to no regular file.</returns>
    public static PackFile? Of(string path, string source)
    {
        if (Resolve(source) is not { } file)
            return null;
        var status = FileStatus.Read(file);
        return status.Kind != PackFileKind.Regular ? null : new PackFile
        {
            Path = path,
            Kind = PackFileKind.Regular,
            Mode = status.Mode,
            Modified = status.Modified,
            Size = status.Size,
            Origin = new FileOrigin.Elsewhere(file),
            Stamp = status.Stamp,
        };
    }

    /// <summary>A listed file at another place of the archive than that of its own tree.</summary>
    /// <param name="path">Path below the environment.</param>
    /// <param name="file">The file.</param>
    public static PackFile Moved(string path, PackFile file) =>
        file with { Path = path, Origin = file.Origin is FileOrigin.Tree ? new FileOrigin.Elsewhere(file.Source) : file.Origin };

    /// <summary>The path behind all links; null when there is nothing, or the links lead in a circle.</summary>
    public static string? Resolve(string path)
    {
        try
        {
            // To the framework a link exists even if it leads nowhere.
            var target = new FileInfo(path).ResolveLinkTarget(returnFinalTarget: true);
            var file = target?.FullName ?? path;
            return Path.Exists(file) ? file : null;
        }
        catch (IOException)
        {
            return null;
        }
    }
}
