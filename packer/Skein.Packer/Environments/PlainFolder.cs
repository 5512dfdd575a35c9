using Skein.Packer.Inventory;
using Skein.Packer.Relocation;

namespace Skein.Packer.Environments;

/// <summary>A directory that is packed as it is.</summary>
internal static class PlainFolder
{
    public static PackSource Read(string folder, CancellationToken cancellation)
    {
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        if (!Directory.Exists(root))
            throw new PackException($"'{root}' is not a directory");
        var listing = DirectoryWalk.List(root, static _ => false, cancellation);
        return new PackSource
        {
            Kind = EnvironmentKind.Folder,
            Root = root,
            Files = listing.Files,
            Unpackable = listing.Unpackable,
            InstalledIn = new InstalledPrefix(root),
            Warnings = [],
        };
    }
}
