namespace Skein.Hadoop.Logs.TFile;

/// <summary>
/// The value of a record, which is written in chunks because its length is not known beforehand:
/// <code>
/// value = *(length:vint, negative; -length bytes) length:vint, not negative; length bytes
/// </code>
/// </summary>
internal sealed class TFileValueStream(Stream block) : ForwardStream
{
    private long _remaining;
    private bool _isLast;

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        while (_remaining == 0)
        {
            if (_isLast)
                return 0;
            var length = await block.TryReadVarintAsync(cancellationToken) ?? throw new EndOfStreamException("is cut off before a chunk");
            if (length == long.MinValue)
                throw new InvalidDataException("holds a chunk of impossible length");
            _isLast = length >= 0;
            _remaining = Math.Abs(length);
        }

        if (buffer.Length > _remaining)
            buffer = buffer[..(int)_remaining];
        var read = await block.ReadAsync(buffer, cancellationToken);
        if (read == 0 && !buffer.IsEmpty)
            throw new EndOfStreamException("is cut off within a chunk");
        _remaining -= read;
        return read;
    }
}
