using System.Text;
using Skein.Packer.Inventory;
using Skein.Packer.Relocation;
using Skein.Packer.Unpacking;

namespace Skein.Packer.Environments;

/// <summary>Finds out which path the files of an environment were written for.</summary>
internal static class InstallationSite
{
    private const int FilesToLookAt = 32;
    private const int LargestScript = 1 << 16;

    /// <summary>The path of the environment that its files hold: as given, with links resolved, or where it was before.</summary>
    /// <param name="prefix">The environment's path as given.</param>
    /// <param name="records">Say which files hold it.</param>
    /// <param name="files">All files of the environment.</param>
    /// <param name="earlier">Knows where it was before; null if nothing does.</param>
    /// <param name="warnings">Receives a sentence if no file holds any of them.</param>
    public static InstalledPrefix Find(
        string prefix, IReadOnlyList<CondaRecord> records, IReadOnlyList<PackFile> files, EarlierPacking? earlier, ICollection<string> warnings)
    {
        var spellings = Spellings(prefix).ToList();
        var texts = records
            .SelectMany(static record => record.Paths)
            .Where(static file => file.Prefix is { IsBinary: false })
            .Select(file => $"{prefix}/{file.Path}")
            .Where(File.Exists)
            .Take(FilesToLookAt)
            .Select(ReadableFile.Bytes)
            .OfType<byte[]>()
            .ToList();
        if ((FirstNamed(spellings, texts) ?? FirstNamed(spellings, Scripts(files))) is { } known)
            return known;
        if (earlier != null)
            return FirstNamed(earlier.Places, texts) ?? FirstNamed(earlier.Places, Scripts(files)) ?? new InstalledPrefix(prefix);
        if (texts.Count > 0)
        {
            warnings.Add(
                $"Neither scripts in bin nor {Counted.Of(texts.Count, "text file", "text files")} that packages wrote their place into name '{prefix}': the environment was moved or copied after its installation, so paths in it can not be made relative");
        }

        return new InstalledPrefix(prefix);
    }

    /// <summary>The first of some places that any text names; null when none does.</summary>
    public static InstalledPrefix? FirstNamed(IReadOnlyList<string> places, IEnumerable<byte[]> texts)
    {
        var prefixes = places.Select(static place => new InstalledPrefix(place)).ToList();
        var first = prefixes.Count;
        foreach (var text in texts)
        {
            for (var i = 0; i < first; i++)
            {
                if (prefixes[i].IndexIn(text) >= 0)
                    first = i;
            }

            if (first == 0)
                break;
        }

        return first < prefixes.Count ? prefixes[first] : null;
    }

    /// <summary>The contents of what may be scripts in bin, read one after the other.</summary>
    public static IEnumerable<byte[]> Scripts(IEnumerable<PackFile> files)
    {
        foreach (var file in files)
        {
            if (file.Kind == PackFileKind.Regular && file.IsIn("bin") && file.Size <= LargestScript
                && ReadableFile.Bytes(file.Source) is { } script)
                yield return script;
        }
    }

    /// <summary>The ways in which files may spell a directory: as given, and with links resolved if that differs.</summary>
    public static IEnumerable<string> Spellings(string prefix)
    {
        yield return prefix;
        var real = Resolve(prefix);
        if (real != prefix)
            yield return real;
    }

    /// <summary>The path of an existing directory without links, of which every directory on the way may be one.</summary>
    public static string Resolve(string path)
    {
        var resolved = new StringBuilder();
        foreach (var part in path.Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            resolved.Append('/').Append(part);
            if (new DirectoryInfo(resolved.ToString()).ResolveLinkTarget(returnFinalTarget: true) is { } target)
                resolved.Clear().Append(Path.TrimEndingDirectorySeparator(target.FullName));
        }

        return resolved.ToString();
    }

    /// <summary>Whether a path is a directory or lies in it, however links make them be spelled.</summary>
    /// <param name="directory">The directory; empty for none.</param>
    /// <param name="path">An absolute path.</param>
    public static bool Holds(string directory, string path) =>
        directory.Length > 0
        && (new InstalledPrefix(directory).Below(path) != null
            || (Directory.Exists(directory) && Directory.Exists(path)
                && new InstalledPrefix(Resolve(directory)).Below(Resolve(path)) != null));
}
