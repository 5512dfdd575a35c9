using Skein.Hadoop.FileSystems;

namespace Skein.Submission.Uploads;

/// <summary>Writes files of the cluster whole or not at all.</summary>
internal static class WholeFile
{
    // With one copy of each block the death of one DataNode takes what was written along; the next attempt goes to another one.
    private const int Attempts = 3;
    private static readonly TimeSpan AbortLimit = TimeSpan.FromSeconds(10);

    /// <summary>Creates a file and has its content written, from the beginning again where the cluster has lost it on the way.</summary>
    /// <param name="fileSystem">Where.</param>
    /// <param name="path">Must not exist; removed after a failure.</param>
    /// <param name="creation">Permission and sizes.</param>
    /// <param name="write">Writes all of the content; may be called several times.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task WriteAsync(
        IFileSystem fileSystem,
        string path,
        FileCreation creation,
        Func<FileWriteStream, CancellationToken, Task> write,
        CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await WriteOnceAsync(await fileSystem.CreateAsync(path, creation, cancellation), write, cancellation);
                return;
            }
            catch (FileSystemException e) when (e.Fault == FileSystemFault.ContentLost && attempt < Attempts)
            {
                // The source is still there.
            }
        }
    }

    private static async Task WriteOnceAsync(
        FileWriteStream target, Func<FileWriteStream, CancellationToken, Task> write, CancellationToken cancellation)
    {
        try
        {
            await write(target, cancellation);
            await target.DisposeAsync();
        }
        catch
        {
            await AbortAsync(target);
            throw;
        }
    }

    // The caller's token may be the reason for being here, so the clean-up has a time limit of its own.
    private static async Task AbortAsync(FileWriteStream target)
    {
        using var limit = new CancellationTokenSource(AbortLimit);
        try
        {
            await target.AbortAsync(limit.Token);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException)
        {
            // The first failure is the one to report.
        }
    }
}
