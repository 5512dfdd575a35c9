using Skein.Packer.Inventory;

namespace Skein.Packer.Unpacking;

/// <summary>A file of the state as it is found on the disk.</summary>
/// <param name="Rewrites">What there is to do; one for each file that the names lead to.</param>
/// <param name="LeftAlone">Names that lead to nothing, out of the environment, or to a file that none of the known forms describes.</param>
internal sealed record ExaminedFile(IReadOnlyList<FileRewrite> Rewrites, IReadOnlyList<string> LeftAlone)
{
    /// <param name="root">The environment.</param>
    /// <param name="file">The file as it was packed.</param>
    /// <param name="prefixes">What it may hold.</param>
    /// <param name="prefix">What it is to hold.</param>
    public static ExaminedFile Examine(string root, PlacedFile file, IReadOnlyList<string> prefixes, string prefix)
    {
        var rewrites = new List<FileRewrite>();
        var leftAlone = new List<string>();
        foreach (var (names, status) in Files(root, file, leftAlone))
        {
            if (PresentForm($"{root}/{names[0]}", file, status.Size, [prefix, .. prefixes]) is not { } present)
                leftAlone.AddRange(names);
            else if (PlacedForm.Patches(file, present, prefix) is var patches && patches.Exists(static p => !p.Old.AsSpan().SequenceEqual(p.New)))
                rewrites.Add(new FileRewrite(names, status, patches));
        }

        return new ExaminedFile(rewrites, leftAlone);
    }

    // Hard links of an archive are not hard links in every tree that it is unpacked to.
    private static List<(List<string> Names, FileStatus Status)> Files(string root, PlacedFile file, List<string> missing)
    {
        var found = new List<(List<string> Names, FileStatus Status)>();
        foreach (var name in file.HardLinks.Prepend(file.Path))
        {
            var path = $"{root}/{name}";
            if (!File.Exists(path) || !IsBelow(root, name) || FileStatus.Read(path) is var status && status.Kind != PackFileKind.Regular)
                missing.Add(name);
            else if (status.SharedIdentity is { } identity && found.Find(other => other.Status.SharedIdentity == identity) is { Names: { } names })
                names.Add(name);
            else
                found.Add(([name], status));
        }

        return found;
    }

    // A directory of the archive that is a link by now may lead to files of somebody else.
    private static bool IsBelow(string root, string name)
    {
        for (var slash = name.IndexOf('/'); slash >= 0; slash = name.IndexOf('/', slash + 1))
        {
            if (FileStatus.Read($"{root}/{name[..slash]}").Kind != PackFileKind.Directory)
                return false;
        }

        return true;
    }

    private static string? PresentForm(string path, PlacedFile file, long size, ReadOnlySpan<string> prefixes)
    {
        using var handle = File.OpenHandle(path);
        return PlacedForm.Find(handle, file, size, prefixes);
    }
}
