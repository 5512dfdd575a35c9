namespace Skein.Hadoop.FileSystems;

/// <summary>How a file is created.</summary>
public sealed record FileCreation
{
    /// <summary>Exact permission bits. Default 0644.</summary>
    public int Permission { get; init; } = 0b110_100_100;

    /// <summary>Whether an existing file is replaced. Default false: an existing file is an error.</summary>
    public bool Overwrite { get; init; }

    /// <summary>Copies of each block; 0: the file system's default. Ignored by local files.</summary>
    public int Replication { get; init; }

    /// <summary>Bytes; 0: the file system's default. Ignored by local files.</summary>
    public long BlockSize { get; init; }
}
