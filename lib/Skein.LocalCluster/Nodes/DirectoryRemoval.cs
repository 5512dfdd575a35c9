using static System.IO.UnixFileMode;

namespace Skein.LocalCluster.Nodes;

/// <summary>Removes directories that containers have written to.</summary>
internal static class DirectoryRemoval
{
    /// <summary>Removes a directory and all that is in it, also where programs have made directories read-only.</summary>
    /// <returns>False if something of it is left.</returns>
    public static bool TryRemove(string directory)
    {
        try
        {
            if (Directory.Exists(directory))
                Directory.Delete(directory, recursive: true);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return TryRemoveReadOnly(directory);
        }
    }

    private static bool TryRemoveReadOnly(string directory)
    {
        try
        {
            Unlock(new DirectoryInfo(directory));
            Directory.Delete(directory, recursive: true);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return !Directory.Exists(directory);
        }
    }

    private static void Unlock(DirectoryInfo directory)
    {
        directory.UnixFileMode |= UserRead | UserWrite | UserExecute;
        foreach (var inner in directory.EnumerateDirectories())
        {
            if (inner.LinkTarget is null)
                Unlock(inner);
        }
    }
}
