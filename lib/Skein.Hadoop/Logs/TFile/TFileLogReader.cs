using System.Globalization;
using System.Runtime.CompilerServices;

namespace Skein.Hadoop.Logs.TFile;

/// <summary>
/// Reads aggregated logs from a TFile. Keys are Java strings; besides the ids of containers there are VERSION, APPLICATION_OWNER and
/// APPLICATION_ACL. A container's value is:
/// <code>
/// logs = *(fileName:javaString length:javaString, decimal; length bytes)
/// </code>
/// </summary>
internal static class TFileLogReader
{
    private const string ContainerPrefix = "container_";

    public static async IAsyncEnumerable<ContainerLog> ReadAsync(
        Stream file, string path, string node, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var reader = await Guarded(path, () => TFileReader.OpenAsync(file, path, cancellation));
        await using var records = reader.ReadAsync(cancellation).GetAsyncEnumerator(cancellation);
        while (await Guarded(path, async () => await records.MoveNextAsync()))
        {
            var key = await Guarded(path, async () =>
                await new MemoryStream(records.Current.Key, writable: false).TryReadJavaStringAsync(cancellation) ?? "");
            if (key.StartsWith(ContainerPrefix, StringComparison.Ordinal))
                yield return new ContainerLog(key, node, ReadFilesAsync(records.Current.Value, path, cancellation));
        }
    }

    private static async IAsyncEnumerable<ContainerLogFile> ReadFilesAsync(
        Stream value, string path, [EnumeratorCancellation] CancellationToken cancellation)
    {
        while (await Guarded(path, () => ReadHeaderAsync(value, cancellation)) is var (name, length))
        {
            var content = new ExactStream(value, length, path);
            yield return new ContainerLogFile(name, length, content);
            await content.CopyToAsync(Stream.Null, cancellation);
        }
    }

    private static async Task<(string Name, long Length)?> ReadHeaderAsync(Stream value, CancellationToken cancellation)
    {
        if (await value.TryReadJavaStringAsync(cancellation) is not { } name)
            return null;
        var length = await value.TryReadJavaStringAsync(cancellation) ?? "";
        return long.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes)
            ? (name, bytes)
            : throw new InvalidDataException($"holds a log whose length is \"{length}\"");
    }

    /// <summary>Decoders know no paths: their faults get one here.</summary>
    private static async Task<T> Guarded<T>(string path, Func<Task<T>> read)
    {
        try
        {
            return await read();
        }
        catch (Exception e) when (LogFormatException.IsCausedBy(e))
        {
            throw new LogFormatException(path, e.Message, e);
        }
    }
}
