using Skein.Hadoop.Logs.Java;

namespace Skein.Hadoop.Logs.IndexedFile;

/// <summary>
/// The index of an indexed file, which is a serialised Java object:
/// <code>
/// IndexedLogsMeta              { compressName, logMetas: list of IndexedPerAggregationLogMeta, and what is not needed here }
/// IndexedPerAggregationLogMeta { remoteNodeLogFileName, logMetas: map of container id to list of IndexedFileLogMeta }
/// IndexedFileLogMeta           { fileName, startIndex, fileCompressedSize, fileSize }
/// </code>
/// </summary>
/// <param name="Compression">Name of the algorithm.</param>
/// <param name="Containers">Upload by upload, and in each by container id.</param>
internal sealed record IndexedLogIndex(string Compression, IReadOnlyList<IndexedLogContainer> Containers)
{
    /// <param name="bytes">The serialised object.</param>
    /// <param name="fileName">The file's own name: an index may also tell of uploads that went into another file.</param>
    /// <exception cref="InvalidDataException">The bytes are no such index.</exception>
    public static IndexedLogIndex Decode(ReadOnlySpan<byte> bytes, string fileName)
    {
        if (JavaObjectReader.Read(bytes) is not JavaObject index)
            throw new InvalidDataException("has an index that is no object");
        var containers = new List<IndexedLogContainer>();
        foreach (var element in index.Get<JavaObject>("logMetas").Elements)
        {
            var upload = Expect<JavaObject>(element);
            if (upload.Get<string>("remoteNodeLogFileName") == fileName)
                containers.AddRange(DecodeUpload(upload).OrderBy(container => container.ContainerId, StringComparer.Ordinal));
        }

        return new IndexedLogIndex(index.Get<string>("compressName"), containers);
    }

    private static IEnumerable<IndexedLogContainer> DecodeUpload(JavaObject upload)
    {
        var keysAndValues = upload.Get<JavaObject>("logMetas").Elements;
        for (var i = 0; i + 1 < keysAndValues.Count; i += 2)
        {
            yield return new IndexedLogContainer(
                Expect<string>(keysAndValues[i]),
                [.. Expect<JavaObject>(keysAndValues[i + 1]).Elements.Select(DecodeEntry)]);
        }
    }

    private static IndexedLogEntry DecodeEntry(object? element)
    {
        var entry = Expect<JavaObject>(element);
        return new IndexedLogEntry(
            entry.Get<string>("fileName"),
            entry.Get<long>("startIndex"),
            entry.Get<long>("fileCompressedSize"),
            entry.Get<long>("fileSize"));
    }

    private static T Expect<T>(object? value) =>
        value is T wanted ? wanted : throw new InvalidDataException("has an index whose objects are not those of aggregated logs");
}
