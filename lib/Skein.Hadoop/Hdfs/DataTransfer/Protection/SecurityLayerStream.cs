using System.Buffers.Binary;
using Skein.Hadoop.Security;

namespace Skein.Hadoop.Hdfs.DataTransfer.Protection;

/// <summary>A connection whose bytes are signed, or signed and encrypted, by the layer of a login.</summary>
/// <remarks><code>frame = u32 big-endian length | wrapped bytes</code> A frame holds any part of the stream.</remarks>
/// <param name="connection">The connection, owned from here on.</param>
/// <param name="layer">The layer, owned from here on.</param>
internal sealed class SecurityLayerStream(Stream connection, ISecurityLayer layer) : LayeredStream(connection, layer)
{
    // DataNodes wrap whole packets, of 64 KiB by default and up to 16 MiB, whatever the mechanism calls its limit.
    private const int MaxFrameLength = (16 * 1024 * 1024) + (64 * 1024);
    private const int FirstBufferLength = 72 * 1024;

    private readonly byte[] _length = new byte[sizeof(uint)];
    private byte[] _wrapped = [];
    private byte[] _frame = [];

    protected override ReadOnlyMemory<byte> Frame(byte[] wrapped)
    {
        var length = sizeof(uint) + wrapped.Length;
        if (_frame.Length < length)
            _frame = new byte[length];
        BinaryPrimitives.WriteInt32BigEndian(_frame, wrapped.Length);
        wrapped.CopyTo(_frame, sizeof(uint));
        return _frame.AsMemory(0, length);
    }

    protected override async ValueTask<byte[]?> ReadMessageAsync(CancellationToken cancellation)
    {
        var read = await Connection.ReadAtLeastAsync(_length, sizeof(uint), throwOnEndOfStream: false, cancellation);
        if (read == 0)
            return null;
        var length = read == sizeof(uint) ? BinaryPrimitives.ReadUInt32BigEndian(_length) : throw Cut();
        if (length > MaxFrameLength)
            throw new DataTransferException($"a protected message of {length} bytes is announced; {MaxFrameLength} are accepted");

        // More memory is taken only for what has arrived.
        for (var filled = 0; filled < length;)
        {
            if (filled == _wrapped.Length)
                Array.Resize(ref _wrapped, Math.Max(FirstBufferLength, 2 * filled));
            var part = _wrapped.AsMemory(filled, Math.Min(_wrapped.Length, (int)length) - filled);
            var count = await Connection.ReadAsync(part, cancellation);
            filled += count > 0 ? count : throw Cut();
        }

        return Open(_wrapped.AsSpan(0, (int)length));
    }

    private byte[] Open(ReadOnlySpan<byte> frame)
    {
        try
        {
            return Layer.Unwrap(frame);
        }
        catch (InvalidDataException e)
        {
            throw new DataTransferException($"sent what its protection does not cover: {e.Message}", e);
        }
    }

    private static DataTransferException Cut() => new("closed the connection in the middle of a protected message");
}
