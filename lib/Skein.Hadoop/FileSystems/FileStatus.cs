namespace Skein.Hadoop.FileSystems;

/// <summary>What a file system says of a file or directory.</summary>
/// <param name="Path">Absolute path without scheme and authority.</param>
/// <param name="IsDirectory">False for files and links.</param>
/// <param name="Length">Bytes; 0 for directories.</param>
/// <param name="Modified">ms since the epoch, exactly as the file system keeps it: YARN compares it to the millisecond.</param>
/// <param name="Permission">The lower twelve mode bits.</param>
/// <param name="Owner">User name.</param>
/// <param name="Group">Group name.</param>
public sealed record FileStatus(
    string Path, bool IsDirectory, long Length, long Modified, int Permission, string Owner, string Group);
