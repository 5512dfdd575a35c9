namespace Skein.Packer.Unpacking;

/// <summary>Lets one unpacking at a time work on an environment; the system takes it from a process that dies.</summary>
internal static class UnpackLock
{
    private const int ErrorWouldBlock = 11;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <param name="path">The lock's file, made if it is missing.</param>
    /// <param name="patience">How long to wait for another process.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="PackException">Another process holds it for longer, or it is a link, which may lead anywhere.</exception>
    public static async Task<FileStream> TakeAsync(string path, TimeSpan patience, CancellationToken cancellation)
    {
        if (new FileInfo(path).LinkTarget != null)
            throw new PackException($"The lock '{path}' is a link; remove it");
        var start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            try
            {
                // Not sharing is an advisory lock of the whole file (flock).
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
            }
            catch (IOException e) when (e.HResult == ErrorWouldBlock)
            {
                if (TimeProvider.System.GetElapsedTime(start) > patience)
                    throw new PackException($"Another process is unpacking this environment and has not finished in {patience.TotalSeconds:F0} seconds; try again when it has", e);
                await Task.Delay(Pause, cancellation);
            }
        }
    }
}
