namespace Skein.Hadoop.Logs.TFile;

/// <summary>Writes the value of a record in chunks, as <see cref="TFileValueStream"/> reads it.</summary>
/// <param name="write">Writes to the block.</param>
internal sealed class TFileValueWriter(Func<ReadOnlyMemory<byte>, CancellationToken, Task> write)
{
    private const int ChunkLength = 64 * 1024;

    private readonly byte[] _chunk = new byte[ChunkLength];
    private int _length;

    /// <summary>Writes the next bytes.</summary>
    public async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        while (!bytes.IsEmpty)
        {
            // A full chunk waits for the next byte: only then is it known not to be the last.
            if (_length == ChunkLength)
                await WriteChunkAsync(-_length, cancellation);
            var taken = Math.Min(bytes.Length, ChunkLength - _length);
            bytes[..taken].CopyTo(_chunk.AsMemory(_length));
            _length += taken;
            bytes = bytes[taken..];
        }
    }

    /// <summary>Writes the last chunk.</summary>
    public Task CompleteAsync(CancellationToken cancellation) => WriteChunkAsync(_length, cancellation);

    private async Task WriteChunkAsync(int announced, CancellationToken cancellation)
    {
        var count = new byte[TFileVarint.MaximumLength];
        await write(count.AsMemory(0, TFileVarint.Encode(announced, count)), cancellation);
        await write(_chunk.AsMemory(0, _length), cancellation);
        _length = 0;
    }
}
