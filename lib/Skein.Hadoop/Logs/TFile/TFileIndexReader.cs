using System.Text;

namespace Skein.Hadoop.Logs.TFile;

/// <summary>
/// Reads the two indexes of a TFile from memory:
/// <code>
/// metaIndex = count:vint count*("data:" name:string algorithm:string region)
/// dataIndex = algorithm:string count:vint count*region           the block named BCFile.index
/// region    = offset:vint compressedLength:vint length:vint
/// string    = length:vint UTF-8
/// </code>
/// </summary>
internal ref struct TFileIndexReader
{
    /// <summary>What the names of meta blocks begin with in their index.</summary>
    public const string MetaPrefix = "data:";

    private readonly long _dataEnd;
    private ReadOnlySpan<byte> _rest;

    /// <param name="bytes">The index.</param>
    /// <param name="dataEnd">Offset in the file at which no block may reach beyond.</param>
    public TFileIndexReader(ReadOnlySpan<byte> bytes, long dataEnd)
    {
        _rest = bytes;
        _dataEnd = dataEnd;
    }

    /// <summary>The algorithm and place of one meta block.</summary>
    /// <exception cref="InvalidDataException">The index is malformed, or has no such block.</exception>
    public (string Algorithm, TFileRegion Region) FindMetaBlock(string name)
    {
        for (var left = ReadVarint(); left > 0; left--)
        {
            var found = ReadString();
            var block = (ReadString(), ReadRegion());
            if (found == MetaPrefix + name)
                return block;
        }

        throw new InvalidDataException($"has no block {name}");
    }

    /// <summary>The algorithm and places of the blocks that hold records.</summary>
    /// <exception cref="InvalidDataException">The index is malformed.</exception>
    public (string Algorithm, IReadOnlyList<TFileRegion> Regions) ReadDataIndex()
    {
        var algorithm = ReadString();
        var regions = new List<TFileRegion>();
        for (var left = ReadVarint(); left > 0; left--)
            regions.Add(ReadRegion());
        return (algorithm, regions);
    }

    private TFileRegion ReadRegion()
    {
        var region = new TFileRegion(ReadVarint(), ReadVarint(), ReadVarint());
        return region is { Offset: >= 0, CompressedLength: >= 0, Length: >= 0 } && region.Offset <= _dataEnd - region.CompressedLength
            ? region
            : throw new InvalidDataException($"names a block at {region.Offset} of {region.CompressedLength} bytes, outside of its data");
    }

    private string ReadString() => Encoding.UTF8.GetString(Take(ReadVarint()));

    private long ReadVarint() => _rest.IsEmpty
        ? throw new InvalidDataException("has an index that is cut off")
        : TFileVarint.Decode(Take(TFileVarint.LengthOf(_rest[0])));

    private ReadOnlySpan<byte> Take(long count)
    {
        if (count < 0 || count > _rest.Length)
            throw new InvalidDataException("has an index that is cut off");
        var taken = _rest[..(int)count];
        _rest = _rest[(int)count..];
        return taken;
    }
}
