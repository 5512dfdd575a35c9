using Skein.Packer.Inventory;
using Skein.Packer.Relocation;

namespace Skein.Packer.Environments;

/// <summary>A directory that is packed as it is.</summary>
internal static class PlainFolder
{
    /// <param name="root">Absolute path of the directory, which exists.</param>
    /// <param name="cancellation">Ends the listing.</param>
    public static PackSource Read(string root, CancellationToken cancellation)
    {
        var listing = DirectoryWalk.List(root, static _ => false, cancellation, everyDirectory: true);
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
