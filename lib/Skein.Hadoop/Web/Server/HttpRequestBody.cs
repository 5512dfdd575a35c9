using System.Globalization;

namespace Skein.Hadoop.Web.Server;

/// <summary>
/// The body of a request, read from the client as the reader goes on: as many bytes as were announced, or in chunks (RFC 9112, section 7.1):
/// <code>
/// body  = *chunk 1*"0" [";" extension] CRLF *(trailer CRLF) CRLF
/// chunk = 1*HEXDIG [";" extension] CRLF data CRLF
/// </code>
/// </summary>
/// <param name="input">The client.</param>
/// <param name="length">Bytes announced; null: chunks.</param>
/// <param name="maximum">Most bytes that are taken.</param>
/// <param name="ask">Tells a client that waits to be asked for the body; null: it does not wait.</param>
internal sealed class HttpRequestBody(HttpInput input, long? length, long maximum, Func<Task>? ask) : Stream
{
    private const int MaxTrailers = 64;

    // Bytes left of the body, or of the chunk.
    private long _left = length ?? 0;
    private long _taken;
    private bool _hasBegun;
    private bool _isEnded = length == 0;
    private bool _isBroken;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <exception cref="IOException">The client is gone.</exception>
    /// <exception cref="HttpRefusalException">The chunks are malformed or too many.</exception>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (!_hasBegun && !_isEnded && ask is not null && !input.HasMore)
            await ask();
        _hasBegun = true;
        if (_left == 0 && !_isEnded)
            await BeginChunkAsync(cancellationToken);
        if (_isEnded || buffer.IsEmpty)
            return 0;
        var read = await input.ReadAsync(buffer[..(int)Math.Min(buffer.Length, _left)], cancellationToken);
        if (read == 0)
            throw new EndOfStreamException("The client is gone in the middle of its request");
        _left -= read;
        if (_left > 0)
            return read;
        if (length is not null)
            _isEnded = true;
        else if (await input.ReadLineAsync(cancellationToken) != "")
            throw Refuse(400, "A chunk of the request's body is longer than it says");
        return read;
    }

    /// <summary>Reads what nobody wanted, if that is little.</summary>
    /// <returns>Whether the body's end was found, behind which the next request begins.</returns>
    public async Task<bool> SkipAsync(int most)
    {
        // Who waits to be asked for the body may send it, or not.
        if (_isBroken || (!_isEnded && ask is not null && !_hasBegun))
            return false;
        var rest = new byte[Math.Min(most, 4096)];
        try
        {
            for (var read = 1; read > 0 && most > 0 && !_isEnded; most -= read)
                read = await ReadAsync(rest);
        }
        catch (HttpRefusalException)
        {
            // Its sender hears of it by the end of the connection.
        }

        return _isEnded;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    private async Task BeginChunkAsync(CancellationToken cancellation)
    {
        var line = await input.ReadLineAsync(cancellation);
        var size = line.Split(';')[0].TrimEnd(' ', '\t');
        if (!long.TryParse(size, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var bytes) || bytes < 0)
            throw Refuse(400, "The length of a chunk of the request's body is no number");
        if (bytes > maximum - _taken)
            throw Refuse(413, $"The request's body has more than {maximum} bytes");
        _taken += bytes;
        _left = bytes;
        if (bytes > 0)
            return;
        for (var lines = 0; await input.ReadLineAsync(cancellation) != ""; lines++)
        {
            if (lines == MaxTrailers)
                throw Refuse(431, $"The request has more than {MaxTrailers} trailers");
        }

        _isEnded = true;
    }

    private HttpRefusalException Refuse(int status, string message)
    {
        _isBroken = true;
        return new HttpRefusalException(status, message);
    }
}
