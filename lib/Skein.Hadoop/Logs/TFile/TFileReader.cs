using System.Runtime.CompilerServices;

namespace Skein.Hadoop.Logs.TFile;

/// <summary>
/// Reads the records of a TFile, Hadoop's file of keys and values:
/// <code>
/// file   = magic *block metaIndex trailer
/// block  = *record, compressed as a whole
/// record = length:vint key value
/// </code>
/// </summary>
internal sealed class TFileReader
{
    private const int MaximumIndexLength = 16 * 1024 * 1024;
    private const int MaximumKeyLength = 64 * 1024;
    private const int BufferSize = 64 * 1024;
    private const string DataIndexName = "BCFile.index";

    private readonly Stream _file;
    private readonly string _path;
    private readonly string _algorithm;
    private readonly IReadOnlyList<TFileRegion> _regions;

    private TFileReader(Stream file, string path, string algorithm, IReadOnlyList<TFileRegion> regions)
    {
        _file = file;
        _path = path;
        _algorithm = algorithm;
        _regions = regions;
    }

    /// <summary>Reads the indexes.</summary>
    /// <param name="file">A stream that can seek; stays open.</param>
    /// <param name="path">Its path, for messages.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <exception cref="InvalidDataException">The file is no TFile, or damaged.</exception>
    public static async Task<TFileReader> OpenAsync(Stream file, string path, CancellationToken cancellation)
    {
        if (file.Length < TFileTrailer.Magic.Length + TFileTrailer.Length)
            throw new InvalidDataException("is too short for a TFile");
        var trailer = new byte[TFileTrailer.Length];
        var metaEnd = file.Length - trailer.Length;
        file.Seek(metaEnd, SeekOrigin.Begin);
        await file.ReadExactlyAsync(trailer, cancellation);
        var metaStart = TFileTrailer.DecodeMetaIndexOffset(trailer, file.Length);

        var metaIndex = new TFileRegion(metaStart, metaEnd - metaStart, metaEnd - metaStart);
        var bytes = await ReadWholeAsync(file, path, metaIndex, "none", cancellation);
        var (algorithm, region) = new TFileIndexReader(bytes, metaStart).FindMetaBlock(DataIndexName);
        bytes = await ReadWholeAsync(file, path, region, algorithm, cancellation);
        var (dataAlgorithm, regions) = new TFileIndexReader(bytes, metaStart).ReadDataIndex();
        return new TFileReader(file, path, dataAlgorithm, regions);
    }

    /// <summary>The records in the order of the file. A record's value is to be read before the next record is asked for.</summary>
    public async IAsyncEnumerable<TFileRecord> ReadAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        foreach (var region in _regions)
        {
            _file.Seek(region.Offset, SeekOrigin.Begin);
            await using var plain = LogCompression.Decompress(new ExactStream(_file, region.CompressedLength, _path), _algorithm);
            await using var block = new BufferedStream(plain, BufferSize);
            while (await block.TryReadVarintAsync(cancellation) is { } keyLength)
            {
                if (keyLength is < 0 or > MaximumKeyLength)
                    throw new InvalidDataException($"holds a key of {keyLength} bytes, where at most {MaximumKeyLength} are possible");
                var key = new byte[keyLength];
                await block.ReadExactlyAsync(key, cancellation);
                var value = new TFileValueStream(block);
                yield return new TFileRecord(key, value);
                await value.CopyToAsync(Stream.Null, cancellation);
            }
        }
    }

    private static async Task<byte[]> ReadWholeAsync(
        Stream file, string path, TFileRegion region, string algorithm, CancellationToken cancellation)
    {
        if (region.Length > MaximumIndexLength)
            throw new InvalidDataException($"announces an index of {region.Length} bytes, where at most {MaximumIndexLength} are read");
        file.Seek(region.Offset, SeekOrigin.Begin);
        var bytes = new byte[region.Length];
        await using var plain = LogCompression.Decompress(new ExactStream(file, region.CompressedLength, path), algorithm);
        await plain.ReadExactlyAsync(bytes, cancellation);
        return bytes;
    }
}
