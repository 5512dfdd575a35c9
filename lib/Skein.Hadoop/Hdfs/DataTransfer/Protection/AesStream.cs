using Skein.Hadoop.Security;

namespace Skein.Hadoop.Hdfs.DataTransfer.Protection;

/// <summary>
/// A connection that is encrypted by AES in counter mode in both directions, without any frames. It hides what is sent and proves nothing
/// about it: bytes that are changed on their way come out changed.
/// </summary>
/// <param name="connection">The connection, owned from here on.</param>
/// <param name="sending">Encrypts; owned from here on.</param>
/// <param name="receiving">Decrypts; owned from here on.</param>
internal sealed class AesStream(Stream connection, AesCtr sending, AesCtr receiving) : ProtectedStream(connection)
{
    // A packet of the usual size in one piece.
    private const int MaxPart = 64 * 1024;

    // What is written stays the caller's, who may have to send it again: it is encrypted into here. Made for the first write's size.
    private byte[] _encrypted = [];

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var count = await Connection.ReadAsync(buffer, cancellationToken);
        receiving.Transform(buffer.Span[..count], buffer.Span);
        return count;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!buffer.IsEmpty)
        {
            var count = Math.Min(buffer.Length, MaxPart);
            if (_encrypted.Length < count)
                _encrypted = new byte[count];
            sending.Transform(buffer.Span[..count], _encrypted);
            await Connection.WriteAsync(_encrypted.AsMemory(0, count), cancellationToken);
            buffer = buffer[count..];
        }
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
        {
            sending.Dispose();
            receiving.Dispose();
        }
    }
}
