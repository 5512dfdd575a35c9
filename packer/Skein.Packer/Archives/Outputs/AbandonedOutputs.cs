using Skein.Packer.Inventory;

namespace Skein.Packer.Archives.Outputs;

/// <summary>Removes incomplete archives of processes that were killed and could not do it themselves.</summary>
internal static class AbandonedOutputs
{
    // A file system may know no locks, or keep them from other machines; and a new file is not locked yet for a moment.
    private static readonly TimeSpan Silence = TimeSpan.FromHours(1);

    /// <summary>Removes them from a directory, as far as this user may; what is not certainly abandoned stays.</summary>
    /// <param name="directory">Absolute path of an existing directory.</param>
    public static void Remove(string directory)
    {
        try
        {
            foreach (var path in Directory.EnumerateFiles(directory, $"{TemporaryName.Prefix}*{TemporaryName.Suffix}"))
            {
                if (IsAbandoned(path))
                    TryDelete(path);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A directory that can not be listed hides them.
        }
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Somebody else's in a directory that is shared; it is in nobody's way.
        }
    }

    private static bool IsAbandoned(string path)
    {
        if (FileStatus.Read(path).Kind != PackFileKind.Regular || DateTime.UtcNow - File.GetLastWriteTimeUtc(path) < Silence)
            return false;
        try
        {
            // Not sharing is an advisory lock of the whole file (flock), which its writer holds until it ends, however it ends.
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Write, FileShare.None);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
