using Google.Protobuf;

namespace Skein.Hadoop.Hdfs.DataTransfer;

/// <summary>
/// The bytes of one connection to a DataNode: exact reads, length-prefixed messages, time-outs. It knows no operation and no policy.
/// One reader and one writer may use it at the same time. After any exception it can only be disposed.
/// </summary>
internal sealed class DataNodeConnection : IAsyncDisposable
{
    // Responses and acknowledgements are a few dozen bytes; a refusal carries a sentence.
    private const int MaxMessageLength = 64 * 1024;

    private readonly Stream _stream;
    private readonly TimeProvider _time;
    private readonly byte[] _buffer = new byte[4096];
    private int _start;
    private int _end;

    /// <param name="stream">An open stream, owned from here on.</param>
    /// <param name="readTimeout">The longest a read waits for bytes.</param>
    /// <param name="writeTimeout">The longest a write waits for room.</param>
    /// <param name="time">Clock of the time-outs.</param>
    public DataNodeConnection(Stream stream, TimeSpan readTimeout, TimeSpan writeTimeout, TimeProvider time)
    {
        _stream = stream;
        _time = time;
        ReadTimeout = readTimeout;
        WriteTimeout = writeTimeout;
    }

    public TimeSpan ReadTimeout { get; }

    public TimeSpan WriteTimeout { get; }

    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    /// <exception cref="DataTransferException">The connection was lost or the time is over.</exception>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        using var deadline = new Deadline(WriteTimeout, _time, cancellation);
        try
        {
            await _stream.WriteAsync(bytes, deadline.Token);
            await _stream.FlushAsync(deadline.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new DataTransferException(
                $"took no data for {WriteTimeout.TotalSeconds:0} s (dfs.datanode.socket.write.timeout)");
        }
        catch (Exception e) when (e is (IOException and not DataTransferException) or ObjectDisposedException)
        {
            throw new DataTransferException($"the connection was lost while sending: {e.Message}", e);
        }
    }

    /// <summary>Fills <paramref name="target"/> completely.</summary>
    /// <exception cref="DataTransferException">The connection was lost or closed, or the time is over.</exception>
    public async ValueTask ReadExactAsync(Memory<byte> target, CancellationToken cancellation)
    {
        target = target[TakeBuffered(target.Span)..];
        if (target.IsEmpty)
            return;

        using var deadline = new Deadline(ReadTimeout, _time, cancellation);
        while (!target.IsEmpty)
        {
            // Small items come through the buffer, to spare a system call for each; large ones go where they belong at once.
            if (target.Length >= _buffer.Length)
            {
                target = target[await ReadSomeAsync(target, deadline, cancellation)..];
                continue;
            }

            (_start, _end) = (0, 0);
            _end = await ReadSomeAsync(_buffer, deadline, cancellation);
            target = target[TakeBuffered(target.Span)..];
        }
    }

    /// <summary>Reads one length-prefixed message.</summary>
    /// <exception cref="DataTransferException">As for <see cref="ReadExactAsync"/>, or the bytes are no such message.</exception>
    public async ValueTask<T> ReadMessageAsync<T>(MessageParser<T> parser, CancellationToken cancellation)
        where T : IMessage<T>
    {
        int length, used;
        using (var deadline = new Deadline(ReadTimeout, _time, cancellation))
        {
            while (!DelimitedMessage.TryReadLength(_buffer.AsSpan(_start, _end - _start), MaxMessageLength, out length, out used))
            {
                _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
                (_start, _end) = (0, _end - _start);
                _end += await ReadSomeAsync(_buffer.AsMemory(_end), deadline, cancellation);
            }
        }

        _start += used;
        var body = new byte[length];
        await ReadExactAsync(body, cancellation);
        return DelimitedMessage.Parse(parser, body);
    }

    private int TakeBuffered(Span<byte> target)
    {
        var count = Math.Min(target.Length, _end - _start);
        _buffer.AsSpan(_start, count).CopyTo(target);
        _start += count;
        return count;
    }

    private async ValueTask<int> ReadSomeAsync(Memory<byte> target, Deadline deadline, CancellationToken cancellation)
    {
        int count;
        try
        {
            count = await _stream.ReadAsync(target, deadline.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new DataTransferException($"sent nothing for {ReadTimeout.TotalSeconds:0} s (dfs.client.socket-timeout)");
        }
        catch (Exception e) when (e is (IOException and not DataTransferException) or ObjectDisposedException)
        {
            throw new DataTransferException($"the connection was lost while receiving: {e.Message}", e);
        }

        return count > 0 ? count : throw new DataTransferException("closed the connection");
    }
}
