using System.Buffers.Binary;

namespace Skein.Packer.Archives;

/// <summary>Writes one gzip member out of blocks that were compressed independently of each other.</summary>
/// <param name="output">Receives the member.</param>
internal sealed class GzipMember(Stream output)
{
    //   1f 8b   8 deflate   flags 0   time 0 0 0 0   extra flags 0   system 3 Unix
    //   *( deflate blocks )   03 00 an empty last block
    //   CRC-32 of the content   length of the content modulo 2^32
    private static readonly byte[] Header = [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3];

    private uint _crc;

    /// <summary>Uncompressed bytes so far.</summary>
    public long ContentLength { get; private set; }

    /// <summary>Compressed bytes so far.</summary>
    public long Written { get; private set; }

    public ValueTask StartAsync(CancellationToken cancellation) => WriteAsync(Header, cancellation);

    public async ValueTask AppendAsync(GzipBlock block, CancellationToken cancellation)
    {
        await WriteAsync(block.Deflated, cancellation);
        _crc = Crc32.Combine(_crc, block.Crc, block.Length);
        ContentLength += block.Length;
    }

    public ValueTask FinishAsync(CancellationToken cancellation)
    {
        var end = new byte[10];
        end[0] = 3;
        BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(2), _crc);
        BinaryPrimitives.WriteUInt32LittleEndian(end.AsSpan(6), unchecked((uint)ContentLength));
        return WriteAsync(end, cancellation);
    }

    private async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        await output.WriteAsync(bytes, cancellation);
        Written += bytes.Length;
    }
}
