using Skein.Packer.Inventory;
using Skein.Packer.Relocation;

namespace Skein.Packer.Archives;

/// <summary>Turns further names of one file into links to its first name.</summary>
internal static class HardLinks
{
    /// <param name="files">Entries in archive order.</param>
    /// <param name="relocation">
    /// Where its rewriting depends on the path, a file that is rewritten is one file for each directory it is in.
    /// </param>
    public static List<PackFile> Resolve(IReadOnlyList<PackFile> files, IRelocation relocation)
    {
        var names = files
            .Where(static file => file.SharedIdentity != null)
            .GroupBy(static file => file.SharedIdentity!.Value)
            .Where(static group => group.Skip(1).Any())
            .ToDictionary(static group => group.Key, static group => group.ToList());
        var first = new Dictionary<(FileIdentity, string), string>();
        var result = new List<PackFile>(files.Count);
        foreach (var file in files)
        {
            if (file.SharedIdentity is not { } identity || !names.TryGetValue(identity, out var group))
            {
                result.Add(file);
                continue;
            }

            var place = NeedsOnePerDirectory(group, relocation) ? file.Directory : "";
            result.Add(first.TryAdd((identity, place), file.Path)
                ? file
                : file with { Kind = PackFileKind.HardLink, LinkTarget = first[(identity, place)], Size = 0 });
        }

        return result;
    }

    private static bool NeedsOnePerDirectory(List<PackFile> names, IRelocation relocation) =>
        relocation.DependsOnPath
        && names.DistinctBy(static file => file.Directory).Skip(1).Any()
        && relocation.MayChange(names[0], File.ReadAllBytes(names[0].Source));
}
