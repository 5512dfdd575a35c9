namespace Skein.Grpc;

/// <summary>Bytes of a request that are no whole message yet. It grows with what has come, not with what was announced.</summary>
internal sealed class RequestBuffer(Http2Stream stream)
{
    // Not counted, so that small requests, which are nearly all, cost no bookkeeping; the number of streams bounds what they hold.
    private const int FreeSize = 4 * 1024;

    private byte[] _bytes = [];
    private int _start;
    private int _reserved;

    public int Length { get; private set; }

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(_start, Length);

    /// <summary>Appends received bytes.</summary>
    /// <exception cref="GrpcException">The connection has too many large messages in assembly.</exception>
    public void Append(ReadOnlySpan<byte> data)
    {
        if (_start + Length + data.Length > _bytes.Length)
            MakeRoom(Length + data.Length);
        data.CopyTo(_bytes.AsSpan(_start + Length));
        Length += data.Length;
    }

    /// <summary>Drops bytes from the front.</summary>
    public void Drop(int count)
    {
        _start += count;
        Length -= count;
        if (Length == 0)
            Free();
    }

    /// <summary>Drops everything.</summary>
    public void Free()
    {
        (_bytes, _start, Length) = ([], 0, 0);
        stream.Connection.Unreserve(_reserved);
        _reserved = 0;
    }

    private void MakeRoom(int length)
    {
        if (length > _bytes.Length)
        {
            var size = Math.Max(length, _bytes.Length * 2);
            if (size > FreeSize)
            {
                if (!stream.Connection.TryReserve(size - _reserved))
                    throw new GrpcException(GrpcStatusCode.ResourceExhausted, "Too many large requests come in at once on one connection");
                _reserved = size;
            }

            var grown = new byte[size];
            Bytes.CopyTo(grown);
            _bytes = grown;
        }
        else
        {
            Bytes.CopyTo(_bytes);
        }

        _start = 0;
    }
}
