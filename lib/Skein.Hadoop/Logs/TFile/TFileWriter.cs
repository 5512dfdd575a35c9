namespace Skein.Hadoop.Logs.TFile;

/// <summary>
/// Writes the records of a TFile without compression, in the order they come; see <see cref="TFileReader"/>. Behind the blocks are:
/// <code>
/// TFile.meta  = major:int16 minor:int16 records:vint comparator:string, empty: the keys are in no order
/// TFile.index = counted first key, for each block: counted (last key, records:vint)
/// counted     = length:vint bytes                                         also the form of a key
/// </code>
/// and then the index of blocks, the index of these three, and the trailer.
/// </summary>
/// <param name="file">Where the file is written, from its start; stays open.</param>
internal sealed class TFileWriter(Stream file)
{
    // Where Hadoop begins a new block of logs.
    private const int LeastBlockLength = 256 * 1024;
    private const string Algorithm = "none";

    private readonly List<TFileRegion> _blocks = [];
    private readonly TFileIndexWriter _keys = new();
    private byte[] _lastKey = [];
    private long _position;
    private long _blockStart;
    private int _blockRecords;
    private long _records;

    /// <summary>Appends a record.</summary>
    /// <param name="key">At most 64 KiB.</param>
    /// <param name="writeValue">Writes the value, of any length.</param>
    /// <param name="cancellation">Ends the writing; the file is unfinished then.</param>
    public async Task AppendAsync(byte[] key, Func<TFileValueWriter, Task> writeValue, CancellationToken cancellation)
    {
        if (_position == 0)
            await WriteAsync(TFileTrailer.Magic.ToArray(), cancellation);
        if (_blockRecords == 0)
            _blockStart = _position;
        var counted = new TFileIndexWriter().Counted(key);
        if (_records == 0)
            _keys.Counted(counted.Written.Span);
        await WriteAsync(counted.Written, cancellation);
        var value = new TFileValueWriter(WriteAsync);
        await writeValue(value);
        await value.CompleteAsync(cancellation);
        _lastKey = key;
        _records++;
        _blockRecords++;
        if (_position - _blockStart >= LeastBlockLength)
            EndBlock();
    }

    /// <summary>Writes the indexes. There must be a record.</summary>
    public async Task CompleteAsync(CancellationToken cancellation)
    {
        if (_records == 0)
            throw new InvalidOperationException("A TFile without records has no indexes");
        if (_blockRecords > 0)
            EndBlock();
        var meta = await WriteMetaBlockAsync(
            new TFileIndexWriter().Raw(TFileTrailer.Version).Number(_records).Text(""), cancellation);
        var keys = await WriteMetaBlockAsync(_keys, cancellation);
        var data = new TFileIndexWriter().Text(Algorithm).Number(_blocks.Count);
        foreach (var block in _blocks)
            data.Region(block);
        var blocks = await WriteMetaBlockAsync(data, cancellation);

        var metaIndexOffset = _position;
        var metaIndex = new TFileIndexWriter().Number(3);
        foreach (var (name, region) in ((string, TFileRegion)[])[("BCFile.index", blocks), ("TFile.index", keys), ("TFile.meta", meta)])
            metaIndex.Text(TFileIndexReader.MetaPrefix + name).Text(Algorithm).Region(region);
        await WriteAsync(metaIndex.Written, cancellation);
        await WriteAsync(TFileTrailer.Encode(metaIndexOffset), cancellation);
    }

    private void EndBlock()
    {
        var length = _position - _blockStart;
        _blocks.Add(new TFileRegion(_blockStart, length, length));
        _keys.Counted(new TFileIndexWriter().Counted(_lastKey).Number(_blockRecords).Written.Span);
        _blockRecords = 0;
    }

    private async Task<TFileRegion> WriteMetaBlockAsync(TFileIndexWriter block, CancellationToken cancellation)
    {
        var start = _position;
        await WriteAsync(block.Written, cancellation);
        return new TFileRegion(start, _position - start, _position - start);
    }

    private async Task WriteAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellation)
    {
        await file.WriteAsync(bytes, cancellation);
        _position += bytes.Length;
    }
}
