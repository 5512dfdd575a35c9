namespace Skein.Hadoop.Security;

/// <summary>A connection whose bytes are signed, or signed and encrypted, by the layer of a login, message by message.</summary>
/// <param name="connection">The connection, owned from here on.</param>
/// <param name="layer">The layer, owned from here on.</param>
internal abstract class LayeredStream(Stream connection, ISecurityLayer layer) : ProtectedStream(connection)
{
    private ReadOnlyMemory<byte> _opened;

    protected ISecurityLayer Layer => layer;

    public sealed override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_opened.IsEmpty)
        {
            if (await ReadMessageAsync(cancellationToken) is not { } message)
                return 0;
            _opened = message;
        }

        var count = Math.Min(buffer.Length, _opened.Length);
        _opened[..count].CopyTo(buffer);
        _opened = _opened[count..];
        return count;
    }

    public sealed override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (!buffer.IsEmpty)
        {
            var count = Math.Min(buffer.Length, layer.MaxMessageLength);
            await Connection.WriteAsync(Frame(layer.Wrap(buffer.Span[..count])), cancellationToken);
            buffer = buffer[count..];
        }
    }

    /// <summary>Reads the next frame and opens it; null where the connection ends between frames.</summary>
    protected abstract ValueTask<byte[]?> ReadMessageAsync(CancellationToken cancellation);

    /// <summary>A wrapped message in its frame, valid until the next call.</summary>
    protected abstract ReadOnlyMemory<byte> Frame(byte[] wrapped);

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing)
            layer.Dispose();
    }
}
