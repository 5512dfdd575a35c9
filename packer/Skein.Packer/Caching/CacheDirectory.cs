using Skein.Packer.Inventory;

namespace Skein.Packer.Caching;

/// <summary>The directory of compressed blocks: one directory in it for each family of packs, with one or a few files.</summary>
internal static class CacheDirectory
{
    /// <summary>Ends the names of finished files.</summary>
    public const string Suffix = ".blocks";

    /// <summary>Ends the names of files that are being written.</summary>
    public const string UnfinishedSuffix = ".part";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private const int WritableByOthers = 0b000_010_010;

    private static readonly TimeSpan Abandoned = TimeSpan.FromDays(1);

    /// <summary>Where blocks are kept: <c>skein/blocks</c> in <c>XDG_CACHE_HOME</c>, else in <c>~/.cache</c>.</summary>
    /// <param name="variables">Reads environment variables.</param>
    /// <returns>An absolute path; null when there is no home, which keeping blocks must not make.</returns>
    public static string? Default(Func<string, string?> variables)
    {
        if (variables("XDG_CACHE_HOME") is { } cache && Path.IsPathFullyQualified(cache))
            return Directory.Exists(Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(cache)) ?? "/") ? Path.Combine(cache, "skein", "blocks") : null;
        return variables("HOME") is { } home && Path.IsPathFullyQualified(home) && Directory.Exists(home)
            ? Path.Combine(home, ".cache", "skein", "blocks")
            : null;
    }

    /// <summary>Makes a directory that is nobody else's.</summary>
    /// <returns>False when someone else could have put something into it.</returns>
    /// <exception cref="IOException">It can not be made.</exception>
    public static bool TryPrepare(string directory)
    {
        Directory.CreateDirectory(directory, OwnerOnly);
        return (FileStatus.Read(directory).Mode & WritableByOthers) == 0;
    }

    /// <summary>Removes what was used least recently until the rest is small enough, and what was never finished.</summary>
    /// <param name="root">The directory of all families.</param>
    /// <param name="limit">Bytes.</param>
    public static void Trim(string root, long limit)
    {
        var finished = new List<FileInfo>();
        long size = 0;
        foreach (var file in Files(root))
        {
            if (file.Extension == Suffix)
            {
                finished.Add(file);
                size += file.Length;
            }
            else if (DateTime.UtcNow - file.LastWriteTimeUtc > Abandoned)
            {
                file.Delete();
            }
        }

        finished.Sort(static (a, b) => a.LastWriteTimeUtc.CompareTo(b.LastWriteTimeUtc));
        for (var i = 0; i < finished.Count && size > limit; i++)
        {
            size -= finished[i].Length;
            finished[i].Delete();
        }
    }

    // What the cache has made. A directory that someone named as the cache may hold other files, and links to more of them.
    private static IEnumerable<FileInfo> Files(string root)
    {
        foreach (var family in new DirectoryInfo(root).EnumerateDirectories())
        {
            if (!IsFamily(family.Name) || family.LinkTarget != null)
                continue;
            foreach (var file in family.EnumerateFiles())
            {
                if (file.Extension is Suffix or UnfinishedSuffix)
                    yield return file;
            }
        }
    }

    private static bool IsFamily(string name)
    {
        foreach (var character in name)
        {
            if (!char.IsAsciiHexDigitLower(character))
                return false;
        }

        return name.Length == BlockKeys.FamilyLength;
    }
}
