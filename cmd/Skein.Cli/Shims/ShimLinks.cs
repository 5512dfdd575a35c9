namespace Skein.Cli.Shims;

/// <summary>The links by which Python clients of skein 0.8.2 find this program.</summary>
internal static class ShimLinks
{
    private static readonly string[] Names = [ProgramName.Java, ProgramName.Yarn];

    /// <summary>Makes both links in a directory, which is made where needed. Links of this kind are replaced.</summary>
    /// <param name="directory">Where; to be put in front of PATH.</param>
    /// <param name="target">File of this program.</param>
    /// <exception cref="InvalidInputException">Something else of that name is there.</exception>
    public static void Install(string directory, string target)
    {
        Directory.CreateDirectory(directory);
        foreach (var path in Paths(directory))
        {
            if (Path.Exists(path) && !IsOurs(path))
                throw new InvalidInputException($"{path} is there already, and no link to skein; choose a directory of its own for the links");
        }

        foreach (var path in Paths(directory))
        {
            var unfinished = $"{path}.{Guid.NewGuid():N}";
            File.CreateSymbolicLink(unfinished, target);
            File.Move(unfinished, path, overwrite: true);
        }
    }

    /// <summary>Removes the links, and the directory if nothing else is in it; what is no link of this kind stays.</summary>
    public static void Remove(string directory)
    {
        foreach (var path in Paths(directory))
        {
            if (IsOurs(path))
                File.Delete(path);
        }

        if (Directory.Exists(directory) && !Directory.EnumerateFileSystemEntries(directory).Any())
            Directory.Delete(directory);
    }

    private static IEnumerable<string> Paths(string directory) => Names.Select(name => Path.Combine(directory, name));

    // The file may be gone, or a newer one be elsewhere.
    private static bool IsOurs(string path) =>
        new FileInfo(path).LinkTarget is { } target && Path.GetFileName(target).StartsWith(Contract.SkeinFiles.Binary, StringComparison.OrdinalIgnoreCase);
}
