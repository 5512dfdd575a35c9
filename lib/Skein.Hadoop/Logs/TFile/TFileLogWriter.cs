using System.Buffers.Binary;
using System.Globalization;

namespace Skein.Hadoop.Logs.TFile;

/// <summary>
/// Gathers containers' logs in one file, as a NodeManager does: a TFile without compression that <see cref="AggregatedLogs"/> and
/// <c>yarn logs</c> read. Its first keys are VERSION (int32 = 1), APPLICATION_ACL (nobody named) and APPLICATION_OWNER.
/// </summary>
/// <remarks>Memory is bounded whatever the logs' sizes. After a failure the file is of no use.</remarks>
public sealed class TFileLogWriter
{
    private const int FormatVersion = 1;

    private readonly TFileWriter _records;

    private TFileLogWriter(TFileWriter records) => _records = records;

    /// <summary>Begins a file.</summary>
    /// <param name="file">Where it is written, from its start; stays open.</param>
    /// <param name="owner">Whom the application belongs to.</param>
    /// <param name="cancellation">Ends the writing.</param>
    public static async Task<TFileLogWriter> CreateAsync(Stream file, string owner, CancellationToken cancellation)
    {
        var records = new TFileWriter(file);
        var version = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(version, FormatVersion);
        await Append("VERSION", version);
        await Append("APPLICATION_ACL", []);
        await Append("APPLICATION_OWNER", JavaString(owner));
        return new TFileLogWriter(records);

        Task Append(string key, byte[] value) =>
            records.AppendAsync(JavaString(key), writer => writer.WriteAsync(value, cancellation), cancellation);
    }

    /// <summary>Appends the logs of a container.</summary>
    /// <param name="containerId">Such as <c>container_1700000000000_0001_01_000001</c>.</param>
    /// <param name="files">
    /// Its log files, read one after the other. Of a file that grows, what is announced is taken; one that has got shorter is filled up
    /// with zeros.
    /// </param>
    /// <param name="cancellation">Ends the writing.</param>
    public Task AppendAsync(string containerId, IAsyncEnumerable<ContainerLogFile> files, CancellationToken cancellation) =>
        _records.AppendAsync(
            JavaString(containerId),
            async value =>
            {
                await foreach (var file in files.WithCancellation(cancellation))
                {
                    await value.WriteAsync(JavaString(file.Name), cancellation);
                    await value.WriteAsync(JavaString(file.Length.ToString(CultureInfo.InvariantCulture)), cancellation);
                    await CopyAsync(file.Content, value, file.Length, cancellation);
                }
            },
            cancellation);

    /// <summary>Writes the file's end, without which nobody can read it.</summary>
    public Task CompleteAsync(CancellationToken cancellation) => _records.CompleteAsync(cancellation);

    private static async Task CopyAsync(Stream source, TFileValueWriter destination, long length, CancellationToken cancellation)
    {
        var buffer = new byte[64 * 1024];
        while (length > 0)
        {
            var wanted = buffer.AsMemory(0, (int)Math.Min(buffer.Length, length));
            var read = await source.ReadAtLeastAsync(wanted, wanted.Length, throwOnEndOfStream: false, cancellation);
            wanted[read..].Span.Clear();
            await destination.WriteAsync(wanted, cancellation);
            length -= wanted.Length;
        }
    }

    /// <summary>As <see cref="TFileStreamReading.TryReadJavaStringAsync"/> reads it; of at most 65535 bytes.</summary>
    private static byte[] JavaString(string text)
    {
        var bytes = ModifiedUtf8.Encode(text);
        return [(byte)(checked((ushort)bytes.Length) >> 8), (byte)bytes.Length, .. bytes];
    }
}
