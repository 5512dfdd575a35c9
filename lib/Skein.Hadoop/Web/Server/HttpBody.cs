using System.Globalization;
using System.Text;

namespace Skein.Hadoop.Web.Server;

/// <summary>
/// Writes the body of an answer: exactly as many bytes as were announced, or where none were in chunks (RFC 9112, section 7.1). A client
/// has the patience time to take each piece.
/// </summary>
public sealed class HttpBody(Stream connection, long? length, HttpServerOptions options, CancellationToken stopping)
{
    private const int MaxPiece = 64 << 10;

    private long _left = length ?? 0;

    /// <summary>Writes what comes before the body.</summary>
    public Task WriteHeadAsync(ReadOnlyMemory<byte> head) => SendAsync(head, CancellationToken.None);

    /// <summary>Writes the next bytes.</summary>
    /// <exception cref="IOException">The client is gone, or more was written than announced.</exception>
    public async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        if (bytes.IsEmpty)
            return;
        if (length is not null)
        {
            _left -= bytes.Length;
            if (_left < 0)
                throw new IOException("The answer is longer than announced");
            await SendAsync(bytes, cancellation);
            return;
        }

        await SendAsync(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{bytes.Length:x}\r\n")), cancellation);
        await SendAsync(bytes, cancellation);
        await SendAsync("\r\n"u8.ToArray(), cancellation);
    }

    /// <summary>Writes so many bytes of a stream, or up to its end if that comes before.</summary>
    public async Task CopyAsync(Stream source, long count, CancellationToken cancellation)
    {
        var buffer = new byte[(int)Math.Min(count, MaxPiece)];
        while (count > 0)
        {
            var read = await source.ReadAsync(buffer.AsMemory(0, (int)Math.Min(count, buffer.Length)), cancellation);
            if (read == 0)
                return;
            await WriteAsync(buffer.AsMemory(0, read), cancellation);
            count -= read;
        }
    }

    /// <summary>Ends the body.</summary>
    /// <exception cref="IOException">It is shorter than announced.</exception>
    public Task CompleteAsync() => length is null ? SendAsync("0\r\n\r\n"u8.ToArray(), CancellationToken.None)
        : _left == 0 ? Task.CompletedTask
        : throw new IOException($"The answer lacks {_left} of its bytes");

    private async Task SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(options.PatienceTime, options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, stopping, cancellation);
        await connection.WriteAsync(bytes, either.Token);
    }
}
