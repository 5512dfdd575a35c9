namespace Skein.Hadoop.Logs;

/// <summary>The next so many bytes of another stream; fewer are a <see cref="LogFormatException"/>.</summary>
internal sealed class ExactStream : ForwardStream
{
    private readonly Stream _source;
    private readonly string _file;
    private long _remaining;

    /// <param name="source">Where to read from, at its present position; stays open.</param>
    /// <param name="length">Bytes, not negative.</param>
    /// <param name="file">Path of the aggregated file, for the message.</param>
    public ExactStream(Stream source, long length, string file)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        _source = source;
        _remaining = length;
        _file = file;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (_remaining == 0 || buffer.IsEmpty)
            return 0;
        if (buffer.Length > _remaining)
            buffer = buffer[..(int)_remaining];
        int read;
        try
        {
            read = await _source.ReadAsync(buffer, cancellationToken);
        }
        catch (Exception e) when (LogFormatException.IsCausedBy(e))
        {
            throw new LogFormatException(_file, e.Message, e);
        }

        if (read == 0)
            throw new LogFormatException(_file, $"is cut off {_remaining} bytes before the end of what it announces");
        _remaining -= read;
        return read;
    }
}
