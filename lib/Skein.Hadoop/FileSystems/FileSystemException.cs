namespace Skein.Hadoop.FileSystems;

/// <summary>A file system could not do what was asked. A missing file is a <see cref="FileNotFoundException"/> instead.</summary>
public sealed class FileSystemException : IOException
{
    /// <param name="fault">The kind of fault.</param>
    /// <param name="path">The path concerned; the message begins with it.</param>
    /// <param name="reason">What happened, without the path.</param>
    /// <param name="inner">The cause, or null.</param>
    public FileSystemException(FileSystemFault fault, string path, string reason, Exception? inner = null)
        : base($"{path}: {reason}", inner)
    {
        Fault = fault;
        Path = path;
    }

    public FileSystemFault Fault { get; }

    /// <summary>Absolute path without scheme and authority.</summary>
    public string Path { get; }
}
