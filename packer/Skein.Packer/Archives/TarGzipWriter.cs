using System.Threading.Channels;
using Skein.Packer.Inspection;
using Skein.Packer.Inventory;
using Skein.Packer.Relocation;

namespace Skein.Packer.Archives;

/// <summary>Writes a <c>.tar.gz</c>: segments are read, rewritten and compressed on several threads and written in their order.</summary>
/// <remarks>
/// At most <see cref="Threads"/> segments are being made and as many again wait to be written, so memory is bounded by about
/// 3 MiB for each thread however large the environment is.
/// </remarks>
internal sealed class TarGzipWriter(TarLayout layout, IRelocation relocation, int level, int threads)
{
    /// <summary>Threads beyond this number only hold memory: the disk and the one writer end the gain.</summary>
    public const int MaxThreads = 32;

    /// <summary>Segments that are being made at the same time.</summary>
    public int Threads { get; } = Math.Clamp(threads, 1, MaxThreads);

    /// <summary>Writes the archive.</summary>
    /// <param name="files">Its entries in their order.</param>
    /// <param name="output">Receives it.</param>
    /// <param name="progress">Is told after each segment.</param>
    /// <param name="cancellation">Gives up; nothing runs on when the task ends.</param>
    public async Task<TarGzipResult> WriteAsync(
        IReadOnlyList<PackFile> files, Stream output, IProgress<PackProgress>? progress, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var queue = Channel.CreateBounded<Task<Piece>>(new BoundedChannelOptions(Threads) { SingleReader = true, SingleWriter = true });
        var largeFiles = new PackFindings();
        var producer = Task.Run(() => ProduceAsync(files, largeFiles, queue.Writer, stop.Token), CancellationToken.None);
        try
        {
            var result = await ConsumeAsync(queue.Reader, files.Count, output, progress, stop.Token);
            await producer;
            result.Findings.Add(largeFiles);
            result.Findings.StaysAbsolute.Sort(static (a, b) => string.CompareOrdinal(a.Path, b.Path));
            return result;
        }
        finally
        {
            await stop.CancelAsync();
            await producer.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await ReleaseAsync(queue.Reader);
        }
    }

    private async Task ProduceAsync(
        IReadOnlyList<PackFile> files, PackFindings findings, ChannelWriter<Task<Piece>> queue, CancellationToken cancellation)
    {
        using var free = new SemaphoreSlim(Threads);
        var running = new List<Task>();
        try
        {
            foreach (var segment in new TarSegmentation(relocation, findings).Split(files))
            {
                await free.WaitAsync(cancellation);
                var piece = Task.Run(() => Make(segment, free), CancellationToken.None);
                running.RemoveAll(static task => task.IsCompleted);
                running.Add(piece);
                await queue.WriteAsync(piece, cancellation);
            }

            queue.Complete();
        }
        catch (Exception e)
        {
            queue.Complete(e);
        }
        finally
        {
            // The semaphore may not go before those who give it back.
            await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private Piece Make(TarSegment segment, SemaphoreSlim free)
    {
        try
        {
            using var content = new PooledBuffer(TarSegmentation.SegmentSize + (TarSegmentation.SegmentSize / 4));
            var findings = new PackFindings();
            segment.WriteTo(content, layout, relocation, findings);
            return new Piece(GzipBlock.Compress(content.Written, level), segment.Files, findings);
        }
        finally
        {
            free.Release();
        }
    }

    private static async Task<TarGzipResult> ConsumeAsync(
        ChannelReader<Task<Piece>> queue, int totalFiles, Stream output, IProgress<PackProgress>? progress, CancellationToken cancellation)
    {
        var member = new GzipMember(output);
        var findings = new PackFindings();
        var written = 0;
        await member.StartAsync(cancellation);
        await foreach (var making in queue.ReadAllAsync(cancellation))
        {
            var piece = await making;
            using (piece.Block)
                await member.AppendAsync(piece.Block, cancellation);
            findings.Add(piece.Findings);
            written += piece.Files;
            progress?.Report(new PackProgress(written, totalFiles, member.Written));
        }

        await member.FinishAsync(cancellation);
        return new TarGzipResult(member.ContentLength, member.Written, findings);
    }

    // What was made and will not be written.
    private static async Task ReleaseAsync(ChannelReader<Task<Piece>> queue)
    {
        while (queue.TryRead(out var making))
        {
            await ((Task)making).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (making.IsCompletedSuccessfully)
                (await making).Block.Dispose();
        }
    }

    private sealed record Piece(GzipBlock Block, int Files, PackFindings Findings);
}
