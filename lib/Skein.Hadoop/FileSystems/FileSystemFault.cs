namespace Skein.Hadoop.FileSystems;

/// <summary>What kept a file system from doing something, for callers that act on it.</summary>
public enum FileSystemFault
{
    /// <summary>None of the others.</summary>
    Other,

    /// <summary>The user may not do this.</summary>
    AccessDenied,

    /// <summary>Something is at that path already.</summary>
    AlreadyExists,

    /// <summary>A directory with entries was to be deleted or replaced as if it were empty.</summary>
    NotEmpty,

    /// <summary>A file is where a directory is wanted, or a directory where a file is.</summary>
    WrongType,

    /// <summary>A quota on names or space is used up.</summary>
    QuotaExceeded,

    /// <summary>No storage takes the data: full, down or excluded.</summary>
    NoSpace,

    /// <summary>What was written so far is gone with the storage that held it. Writing the file from the beginning may succeed.</summary>
    ContentLost,

    /// <summary>Nothing may be changed for the time being.</summary>
    ReadOnly,

    /// <summary>Another client writes the file, or has taken it over.</summary>
    LeaseLost,

    /// <summary>The file is kept in a form this client does not know, such as erasure coded.</summary>
    Unsupported,
}
