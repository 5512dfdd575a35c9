using System.Buffers.Binary;
using Skein.Hadoop.Hdfs.Protocol;

namespace Skein.Hadoop.Hdfs.DataTransfer;

/// <summary>How a block's data is covered by checksums: one for every chunk, the last chunk may be shorter.</summary>
/// <remarks><code>checksums = u32 big-endian for each chunk, in order; nothing at all for type NULL</code></remarks>
internal sealed record ChunkChecksum
{
    // HDFS's own default is 512; a peer's number above this is not a chunk size but a broken message.
    private const int MaxBytesPerChunk = 16 * 1024 * 1024;

    /// <param name="type">NULL, CRC32 or CRC32C.</param>
    /// <param name="bytesPerChunk">Bytes that one checksum covers.</param>
    /// <exception cref="DataTransferException">The type is not known or the size is out of bounds.</exception>
    public ChunkChecksum(ChecksumTypeProto type, uint bytesPerChunk)
    {
        if (type is not (ChecksumTypeProto.ChecksumNull or ChecksumTypeProto.ChecksumCrc32 or ChecksumTypeProto.ChecksumCrc32C))
            throw new DataTransferException($"checksum type {(int)type} is not known");
        if (bytesPerChunk is 0 or > MaxBytesPerChunk)
            throw new DataTransferException($"a checksum is said to cover {bytesPerChunk} bytes; 1 to {MaxBytesPerChunk} are possible");
        Type = type;
        BytesPerChunk = (int)bytesPerChunk;
    }

    public ChecksumTypeProto Type { get; }

    /// <summary>Bytes that one checksum covers.</summary>
    public int BytesPerChunk { get; }

    /// <summary>Bytes that one checksum takes: 4, or 0 for type NULL.</summary>
    public int Size => Type == ChecksumTypeProto.ChecksumNull ? 0 : sizeof(uint);

    /// <summary>The message of the data transfer protocol that says the same.</summary>
    public ChecksumProto ToMessage() => new() { Type = Type, BytesPerChecksum = (uint)BytesPerChunk };

    /// <summary>Bytes that the checksums of <paramref name="dataLength"/> bytes take.</summary>
    public int LengthFor(int dataLength) => (int)(((long)dataLength + BytesPerChunk - 1) / BytesPerChunk) * Size;

    /// <summary>Writes the checksums of data that begins at a chunk's start.</summary>
    /// <param name="data">The data.</param>
    /// <param name="checksums">Exactly <see cref="LengthFor"/> bytes.</param>
    public void Compute(ReadOnlySpan<byte> data, Span<byte> checksums)
    {
        for (; !checksums.IsEmpty; checksums = checksums[Size..])
        {
            var chunk = data[..Math.Min(BytesPerChunk, data.Length)];
            BinaryPrimitives.WriteUInt32BigEndian(checksums, Of(chunk));
            data = data[chunk.Length..];
        }
    }

    /// <summary>Where in the data the first chunk begins that does not fit its checksum; -1 if all fit.</summary>
    public int FindMismatch(ReadOnlySpan<byte> data, ReadOnlySpan<byte> checksums)
    {
        var position = 0;
        for (; !checksums.IsEmpty; checksums = checksums[Size..])
        {
            var chunk = data.Slice(position, Math.Min(BytesPerChunk, data.Length - position));
            if (BinaryPrimitives.ReadUInt32BigEndian(checksums) != Of(chunk))
                return position;
            position += chunk.Length;
        }

        return -1;
    }

    private uint Of(ReadOnlySpan<byte> chunk) =>
        Type == ChecksumTypeProto.ChecksumCrc32C ? Crc32C.Compute(chunk) : Crc32Ieee.Compute(chunk);
}
