using Skein.Packer.Inventory;

namespace Skein.Packer.Archives.Zip;

/// <summary>What the headers of a zip archive say of an entry.</summary>
internal sealed record ZipEntry
{
    /// <summary>Its path in the archive in UTF-8; that of a directory ends with a slash.</summary>
    public required byte[] Name { get; init; }

    public required PackFileKind Kind { get; init; }

    /// <summary>The lower twelve mode bits.</summary>
    public required int Mode { get; init; }

    /// <summary>Seconds since the epoch.</summary>
    public required long Modified { get; init; }

    public bool IsDeflated { get; init; }

    /// <summary>Whether checksum and sizes stand behind the data, as they are not known before.</summary>
    public bool HasDescriptor { get; init; }

    /// <summary>Whether sizes behind the data take 8 bytes, which has to be said before them.</summary>
    public bool HasLongDescriptor { get; init; }

    /// <summary>CRC-32 of the content.</summary>
    public uint Crc { get; init; }

    /// <summary>Bytes of the data in the archive.</summary>
    public long CompressedSize { get; init; }

    /// <summary>Bytes of the content.</summary>
    public long Size { get; init; }

    /// <summary>Where in the archive the local header begins.</summary>
    public long Offset { get; init; }
}
