using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Skein.Hadoop.Logs.IndexedFile;

/// <summary>
/// Reads aggregated logs from an indexed file, which may be appended to:
/// <code>
/// file = mark *(*log index length:int32 mark)      length: that of the index; only the last index counts
/// log  = one log file, compressed by itself
/// mark = SHA-256 of the application's id, 32 bytes; in older releases a UUID as 36 characters
/// </code>
/// </summary>
internal static class IndexedLogReader
{
    private const int MaximumIndexLength = 8 * 1024 * 1024;
    private const int DigestLength = 32;
    private const int UuidLength = 36;

    public static async IAsyncEnumerable<ContainerLog> ReadAsync(
        Stream file, long end, string path, string node, [EnumeratorCancellation] CancellationToken cancellation)
    {
        IndexedLogIndex index;
        try
        {
            index = await ReadIndexAsync(file, end, Path.GetFileName(path), cancellation);
        }
        catch (Exception e) when (LogFormatException.IsCausedBy(e))
        {
            throw new LogFormatException(path, e.Message, e);
        }

        foreach (var container in index.Containers)
            yield return new ContainerLog(container.ContainerId, node, ReadFiles(container));

        async IAsyncEnumerable<ContainerLogFile> ReadFiles(IndexedLogContainer container)
        {
            foreach (var entry in container.Files)
            {
                file.Seek(entry.Offset, SeekOrigin.Begin);
                var compressed = new ExactStream(file, entry.CompressedLength, path);
                await using var plain = LogCompression.Decompress(compressed, index.Compression);
                yield return new ContainerLogFile(entry.FileName, entry.Length, new ExactStream(plain, entry.Length, path));
            }
        }
    }

    private static async Task<IndexedLogIndex> ReadIndexAsync(Stream file, long end, string fileName, CancellationToken cancellation)
    {
        if (end > file.Length || end < 2 * DigestLength + sizeof(int))
            throw new InvalidDataException($"has {file.Length} bytes, too few for a file of aggregated logs");
        var head = new byte[UuidLength];
        var tail = new byte[sizeof(int) + UuidLength];
        file.Seek(0, SeekOrigin.Begin);
        await file.ReadExactlyAsync(head, cancellation);
        file.Seek(end - tail.Length, SeekOrigin.Begin);
        await file.ReadExactlyAsync(tail, cancellation);

        var markLength = MarkLength(head, tail);
        var length = BinaryPrimitives.ReadInt32BigEndian(tail.AsSpan(tail.Length - markLength - sizeof(int)));
        var start = end - markLength - sizeof(int) - length;
        if (length is <= 0 or > MaximumIndexLength || start < markLength)
            throw new InvalidDataException($"announces an index of {length} bytes, which it does not hold");
        var bytes = new byte[length];
        file.Seek(start, SeekOrigin.Begin);
        await file.ReadExactlyAsync(bytes, cancellation);

        var index = IndexedLogIndex.Decode(bytes, fileName);
        LogCompression.Decompress(Stream.Null, index.Compression).Dispose();
        foreach (var entry in index.Containers.SelectMany(container => container.Files))
        {
            if (entry is not { Offset: >= 0, CompressedLength: >= 0, Length: >= 0 } || entry.Offset > start - entry.CompressedLength)
            {
                throw new InvalidDataException(
                    $"has its {entry.FileName} at {entry.Offset} of {entry.CompressedLength} bytes, outside of its data");
            }
        }

        return index;
    }

    private static int MarkLength(ReadOnlySpan<byte> head, ReadOnlySpan<byte> tail) =>
        tail.EndsWith(head[..DigestLength]) ? DigestLength
        : tail.EndsWith(head) ? UuidLength
        : throw new InvalidDataException("is neither a TFile nor an indexed file, or its upload has broken off");
}
