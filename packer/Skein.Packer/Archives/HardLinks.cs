using Skein.Packer.Archives.Reading;
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
    /// <exception cref="IOException">A file with several names can not be read.</exception>
    public static List<PackFile> Resolve(IReadOnlyList<PackFile> files, IRelocation relocation)
    {
        var groups = Groups(files);
        var first = new Dictionary<(FileIdentity, string), string>();
        var result = new List<PackFile>(files.Count);
        foreach (var file in files)
        {
            if (file.SharedIdentity is not { } identity || !groups.TryGetValue(identity, out var group))
            {
                result.Add(file);
                continue;
            }

            var place = group.IsOnePerDirectory ??= NeedsOnePerDirectory(group, relocation);
            var key = (identity, place ? file.Directory : "");
            result.Add(first.TryAdd(key, file.Path)
                ? file
                : file with { Kind = PackFileKind.HardLink, LinkTarget = first[key], Size = 0 });
        }

        return result;
    }

    // Packages are often linked from a cache, so that every file has a further name, but elsewhere.
    private static Dictionary<FileIdentity, Group> Groups(IReadOnlyList<PackFile> files)
    {
        var seen = new Dictionary<FileIdentity, PackFile>();
        var groups = new Dictionary<FileIdentity, Group>();
        foreach (var file in files)
        {
            if (file.SharedIdentity is not { } identity || seen.TryAdd(identity, file))
                continue;
            if (groups.TryGetValue(identity, out var group))
                group.HasSeveralDirectories |= group.First.Directory != file.Directory;
            else
                groups[identity] = new Group(seen[identity]) { HasSeveralDirectories = seen[identity].Directory != file.Directory };
        }

        return groups;
    }

    private static bool NeedsOnePerDirectory(Group group, IRelocation relocation) =>
        relocation.DependsOnPath && group.HasSeveralDirectories && new EntryReader(relocation).MayChange(group.First);

    private sealed class Group(PackFile first)
    {
        public PackFile First => first;

        public bool HasSeveralDirectories { get; set; }

        public bool? IsOnePerDirectory { get; set; }
    }
}
