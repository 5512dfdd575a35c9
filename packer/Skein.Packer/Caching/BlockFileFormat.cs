using System.Buffers.Binary;
using Skein.Packer.Inventory;

namespace Skein.Packer.Caching;

/// <summary>Encodes the index of a cache file.</summary>
internal static class BlockFileFormat
{
    //   file    *( compressed bytes, findings )   index   trailer
    //   index   *( key[32] offset[8] length[4] findings length[4] content length[4] content CRC-32[4] checksum[4] )
    //   trailer "skeinblk" index offset[8] entries[4] CRC-32C of the index and of the trailer before this[4]
    // Numbers are little-endian. A file without a trailer was never finished, and one whose checksum differs is damaged.

    public const int EntryLength = Sha256Hash.Length + 28;
    public const int TrailerLength = 24;

    private static ReadOnlySpan<byte> Magic => "skeinblk"u8;

    /// <returns>Index and trailer.</returns>
    /// <param name="blocks">The blocks of the file.</param>
    /// <param name="offset">Where the index begins.</param>
    public static byte[] Write(IReadOnlyCollection<KeyValuePair<Sha256Hash, StoredBlock>> blocks, long offset)
    {
        var bytes = new byte[(blocks.Count * EntryLength) + TrailerLength];
        var rest = bytes.AsSpan();
        foreach (var (key, block) in blocks)
        {
            key.CopyTo(rest);
            var numbers = rest[Sha256Hash.Length..];
            BinaryPrimitives.WriteInt64LittleEndian(numbers, block.Offset);
            BinaryPrimitives.WriteInt32LittleEndian(numbers[8..], block.Length);
            BinaryPrimitives.WriteInt32LittleEndian(numbers[12..], block.FindingsLength);
            BinaryPrimitives.WriteInt32LittleEndian(numbers[16..], block.ContentLength);
            BinaryPrimitives.WriteUInt32LittleEndian(numbers[20..], block.ContentCrc);
            BinaryPrimitives.WriteUInt32LittleEndian(numbers[24..], block.Checksum);
            rest = rest[EntryLength..];
        }

        Magic.CopyTo(rest);
        BinaryPrimitives.WriteInt64LittleEndian(rest[8..], offset);
        BinaryPrimitives.WriteInt32LittleEndian(rest[16..], blocks.Count);
        BinaryPrimitives.WriteUInt32LittleEndian(rest[20..], BlockChecksum.Of(bytes.AsSpan(0, bytes.Length - 4)));
        return bytes;
    }

    /// <summary>Reads the trailer.</summary>
    /// <param name="trailer">The last <see cref="TrailerLength"/> bytes of the file.</param>
    /// <param name="fileLength">Bytes of the file.</param>
    /// <returns>Where the index begins and its entries; null if there is none.</returns>
    public static (long Offset, int Entries)? ReadTrailer(ReadOnlySpan<byte> trailer, long fileLength)
    {
        if (!trailer.StartsWith(Magic))
            return null;
        var offset = BinaryPrimitives.ReadInt64LittleEndian(trailer[8..]);
        var entries = BinaryPrimitives.ReadInt32LittleEndian(trailer[16..]);
        return offset >= 0 && entries >= 0 && offset + ((long)entries * EntryLength) + TrailerLength == fileLength ? (offset, entries) : null;
    }

    /// <summary>Reads an index.</summary>
    /// <param name="bytes">Index and trailer.</param>
    /// <param name="blocks">Receives the blocks.</param>
    /// <returns>False when it is damaged.</returns>
    public static bool TryRead(ReadOnlySpan<byte> bytes, Dictionary<Sha256Hash, StoredBlock> blocks)
    {
        if (BlockChecksum.Of(bytes[..^4]) != BinaryPrimitives.ReadUInt32LittleEndian(bytes[^4..]))
            return false;
        for (var rest = bytes[..^TrailerLength]; rest.Length > 0; rest = rest[EntryLength..])
        {
            var numbers = rest[Sha256Hash.Length..];
            blocks[Sha256Hash.FromBytes(rest)] = new StoredBlock(
                BinaryPrimitives.ReadInt64LittleEndian(numbers),
                BinaryPrimitives.ReadInt32LittleEndian(numbers[8..]),
                BinaryPrimitives.ReadInt32LittleEndian(numbers[12..]),
                BinaryPrimitives.ReadInt32LittleEndian(numbers[16..]),
                BinaryPrimitives.ReadUInt32LittleEndian(numbers[20..]),
                BinaryPrimitives.ReadUInt32LittleEndian(numbers[24..]));
        }

        return true;
    }
}
