using System.Text;
using Skein.Packer.Relocation;

namespace Skein.Packer.Environments;

/// <summary>Finds out which path the files of an environment were written for.</summary>
internal static class InstallationSite
{
    private const int FilesToLookAt = 32;

    /// <summary>The spelling of the environment's path that its files hold: as given, or with links resolved.</summary>
    /// <param name="prefix">The environment's path as given.</param>
    /// <param name="records">Say which files hold it.</param>
    /// <param name="warnings">Receives a sentence if the files hold neither.</param>
    public static InstalledPrefix Find(string prefix, IReadOnlyList<CondaRecord> records, ICollection<string> warnings)
    {
        var spellings = Spellings(prefix).Select(static path => new InstalledPrefix(path)).ToList();
        var texts = records
            .SelectMany(static record => record.Paths)
            .Where(static file => file.Prefix is { IsBinary: false })
            .Select(file => $"{prefix}/{file.Path}")
            .Where(File.Exists)
            .Take(FilesToLookAt)
            .Select(ReadableFile.Bytes)
            .OfType<byte[]>()
            .ToList();
        if (texts.Count == 0)
            return spellings[0];
        if (spellings.Find(spelling => texts.Exists(text => spelling.IndexIn(text) >= 0)) is { } known)
            return known;
        warnings.Add($"No file names '{prefix}': the environment was moved or copied after its installation, so paths in it can not be made relative");
        return spellings[0];
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
