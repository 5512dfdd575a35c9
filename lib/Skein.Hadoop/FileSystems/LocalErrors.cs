namespace Skein.Hadoop.FileSystems;

/// <summary>The operating system's errors as <see cref="IFileSystem"/> promises them.</summary>
internal static class LocalErrors
{
    // What .NET puts into HResult on Unix: the error's number.
    private const int NotEmpty = 39;
    private const int NoSpace = 28;
    private const int Quota = 122;
    private const int ReadOnlyFileSystem = 30;

    /// <summary>Whether it is an error of the operating system, to be translated.</summary>
    public static bool IsOfSystem(Exception error) =>
        error is UnauthorizedAccessException or (IOException and not FileSystemException);

    public static IOException Translate(string path, Exception error) => error switch
    {
        FileNotFoundException or DirectoryNotFoundException => new FileNotFoundException($"{path}: not found", path, error),
        UnauthorizedAccessException => new FileSystemException(FileSystemFault.AccessDenied, path, "permission denied", error),
        IOException { HResult: NotEmpty } => new FileSystemException(FileSystemFault.NotEmpty, path, "the directory is not empty", error),
        IOException { HResult: NoSpace } => new FileSystemException(FileSystemFault.NoSpace, path, "the disk is full", error),
        IOException { HResult: Quota } => new FileSystemException(FileSystemFault.QuotaExceeded, path, "the disk quota is used up", error),
        IOException { HResult: ReadOnlyFileSystem } =>
            new FileSystemException(FileSystemFault.ReadOnly, path, "the disk is mounted read-only", error),
        _ => new FileSystemException(FileSystemFault.Other, path, error.Message, error),
    };
}
