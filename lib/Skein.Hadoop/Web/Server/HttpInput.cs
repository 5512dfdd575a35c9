using System.Text;

namespace Skein.Hadoop.Web.Server;

/// <summary>What a client sends: heads and lines are taken whole, bodies piece by piece. A client has the patience time to send each.</summary>
internal sealed class HttpInput(Stream connection, HttpServerOptions options, CancellationToken stopping)
{
    private readonly byte[] _buffer = new byte[options.MaxHeadLength];
    private int _start;
    private int _end;

    /// <summary>Whether something has come that was not taken yet.</summary>
    public bool HasMore => _end > _start;

    /// <summary>Takes the head of a request, without what ends it; null if the client is gone before one.</summary>
    /// <exception cref="HttpRefusalException">It is too long, or nothing of this protocol.</exception>
    public async Task<ReadOnlyMemory<byte>?> ReadHeadAsync()
    {
        using var deadline = new CancellationTokenSource(options.PatienceTime, options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, stopping);
        var seen = 0;
        while (true)
        {
            var unseen = _buffer.AsSpan(_start + seen, _end - _start - seen);
            var end = unseen.IndexOf(HttpRequestHead.End);
            if (end >= 0)
                return Take(seen + end, HttpRequestHead.End.Length);
            // Who speaks another protocol waits for an answer, and never sends the end of a head.
            if (unseen.Contains((byte)0))
                throw new HttpRefusalException(400, "The request is not HTTP");
            seen = Math.Max(0, _end - _start - HttpRequestHead.End.Length + 1);
            if (!await ReceiveAsync(either.Token))
                return null;
        }
    }

    /// <summary>Takes a line, without its end.</summary>
    /// <exception cref="HttpRefusalException">It is too long.</exception>
    /// <exception cref="IOException">The client is gone.</exception>
    public async Task<string> ReadLineAsync(CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(options.PatienceTime, options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, stopping, cancellation);
        while (true)
        {
            var end = _buffer.AsSpan(_start, _end - _start).IndexOf("\r\n"u8);
            if (end >= 0)
                return Encoding.Latin1.GetString(Take(end, 2).Span);
            if (!await ReceiveAsync(either.Token))
                throw new EndOfStreamException("The client is gone in the middle of its request");
        }
    }

    /// <summary>Takes some of the next bytes; 0 if the client is gone.</summary>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellation)
    {
        if (HasMore)
        {
            var count = Math.Min(buffer.Length, _end - _start);
            Take(count, 0).CopyTo(buffer);
            return count;
        }

        using var deadline = new CancellationTokenSource(options.PatienceTime, options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, stopping, cancellation);
        return await connection.ReadAsync(buffer, either.Token);
    }

    // Valid until more is received.
    private ReadOnlyMemory<byte> Take(int count, int ending)
    {
        var taken = _buffer.AsMemory(_start, count);
        _start += count + ending;
        return taken;
    }

    private async ValueTask<bool> ReceiveAsync(CancellationToken cancellation)
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        if (_end == _buffer.Length)
            throw new HttpRefusalException(431, $"The request's head has more than {_buffer.Length} bytes");
        var read = await connection.ReadAsync(_buffer.AsMemory(_end), cancellation);
        _end += read;
        return read > 0;
    }
}
