using Skein.Packer.Environments;
using Skein.Packer.Inventory;

namespace Skein.Packer.Unpacking;

/// <summary>An environment that was unpacked from an archive of this packer.</summary>
internal static class UnpackedEnvironment
{
    // No state is that large; what is was not written by us.
    private const int MaxStateSize = 256 << 20;

    /// <summary>Finds the environment that is meant.</summary>
    /// <param name="directory">As the user gave it; null for the one around the current directory, or the active one.</param>
    /// <param name="variables">Reads environment variables.</param>
    /// <returns>Its absolute path, links on the way to it as they are.</returns>
    /// <exception cref="PackException">It is no unpacked environment.</exception>
    public static string Find(string? directory, Func<string, string?> variables)
    {
        if (directory != null)
        {
            var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));
            return HasState(root) ? root : throw NoEnvironment($"'{root}'");
        }

        for (var current = Directory.GetCurrentDirectory(); current != null; current = Path.GetDirectoryName(current))
        {
            if (HasState(current))
                return current;
        }

        foreach (var active in ActiveEnvironments.Find(kind: null, variables))
        {
            if (HasState(active))
                return Path.TrimEndingDirectorySeparator(Path.GetFullPath(active));
        }

        throw NoEnvironment("The current directory");
    }

    /// <exception cref="PackException">It is damaged, or a later version wrote it.</exception>
    public static RelocationState ReadState(string root)
    {
        var path = $"{root}/{RelocationState.Path}";
        try
        {
            return new FileInfo(path).Length <= MaxStateSize
                ? RelocationStateFormat.Read(File.ReadAllBytes(path))
                : throw new FormatException("is damaged; unpack the archive again");
        }
        catch (FormatException e)
        {
            throw new PackException($"The state '{path}' {e.Message}", e);
        }
    }

    /// <summary>Replaces the state, at once for whoever reads it.</summary>
    public static void WriteState(string root, RelocationState state)
    {
        var path = $"{root}/{RelocationState.Path}";
        using var replacement = FileReplacement.Create(path);
        replacement.TakeOver(FileStatus.Read(path));
        RandomAccess.Write(replacement.Handle, RelocationStateFormat.Write(state), 0);
        replacement.Commit([path], File.GetLastWriteTimeUtc(path));
    }

    /// <param name="root">The environment.</param>
    /// <param name="directories">Directories below it.</param>
    /// <exception cref="PackException">Lists those of them in which no file can be replaced.</exception>
    public static void CheckWritable(string root, IEnumerable<string> directories)
    {
        var locked = new List<string>();
        foreach (var directory in directories)
        {
            var path = directory.Length == 0 ? root : $"{root}/{directory}";
            if (!FileAccessCheck.MayCreateIn(path))
                locked.Add(path);
        }

        if (locked.Count > 0)
            throw new PackException("Files can not be replaced in directories that may not be written to; the environment runs as it is, or unpack a copy of your own", locked);
    }

    /// <summary>Whether a directory is such an environment.</summary>
    /// <remarks>What a link leads to is none of it.</remarks>
    public static bool HasState(string directory) =>
        File.Exists($"{directory}/{RelocationState.Path}")
        && FileStatus.Read($"{directory}/{RelocationState.Path}").Kind == PackFileKind.Regular
        && FileStatus.Read($"{directory}/{RelocationState.Directory}").Kind == PackFileKind.Directory;

    private static PackException NoEnvironment(string place) =>
        new($"{place} is not an environment unpacked from an archive of skein pack: there is no file {RelocationState.Path}; give the directory the archive was unpacked in");
}
