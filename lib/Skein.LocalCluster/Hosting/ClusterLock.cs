namespace Skein.LocalCluster.Hosting;

/// <summary>Held by the process that is the cluster. The kernel gives it back however the process ends.</summary>
internal sealed class ClusterLock : IDisposable
{
    // Somebody who only looks holds the lock for a moment.
    private const int Tries = 20;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);

    private readonly FileStream _file;

    private ClusterLock(FileStream file) => _file = file;

    /// <summary>Takes the lock; null if another process has it.</summary>
    public static async Task<ClusterLock?> TryTakeAsync(string path, CancellationToken cancellation)
    {
        for (var i = 0; i < Tries; i++)
        {
            if (TryOpen(path, FileAccess.ReadWrite, FileShare.None) is { } file)
                return new ClusterLock(file);
            await Task.Delay(Pause, cancellation);
        }

        return null;
    }

    /// <summary>Whether a process has it.</summary>
    public static bool IsTaken(string path)
    {
        if (!File.Exists(path))
            return false;
        using var file = TryOpen(path, FileAccess.Read, FileShare.Read);
        return file is null;
    }

    public void Dispose() => _file.Dispose();

    private static FileStream? TryOpen(string path, FileAccess access, FileShare share)
    {
        try
        {
            return new FileStream(path, new FileStreamOptions
            {
                Mode = access == FileAccess.Read ? FileMode.Open : FileMode.OpenOrCreate,
                Access = access,
                Share = share,
                BufferSize = 0,
            });
        }
        catch (IOException e) when (e is not (FileNotFoundException or DirectoryNotFoundException))
        {
            return null;
        }
    }
}
