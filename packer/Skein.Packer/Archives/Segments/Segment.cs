namespace Skein.Packer.Archives.Segments;

/// <summary>A stretch of the archive-to-be that is made without knowing any other: a <see cref="FileBatch"/> or a <see cref="FilePiece"/>.</summary>
internal abstract class Segment
{
    /// <summary>Entries that end in this stretch.</summary>
    public abstract int EntryCount { get; }

    /// <summary>Bytes of its files when they were listed.</summary>
    public abstract long Size { get; }

    /// <summary>Path below the environment of its last entry.</summary>
    public abstract string LastPath { get; }
}
