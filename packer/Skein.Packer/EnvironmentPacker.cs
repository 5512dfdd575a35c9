using Skein.Packer.Archives;
using Skein.Packer.Archives.Outputs;
using Skein.Packer.Caching;
using Skein.Packer.Inspection;
using Skein.Packer.Planning;

namespace Skein.Packer;

/// <summary>Packs an environment into one archive that YARN can localise.</summary>
/// <remarks>
/// By default the archive runs wherever it is unpacked, by whoever unpacks it, with no step after the unpacking and no file written:
/// scripts, libraries and links find their environment relative to themselves. Two archives of one unchanged environment are equal.
/// </remarks>
public static class EnvironmentPacker
{
    private const int ManyFiles = 60_000;

    /// <summary>Finds out what packing would do, without reading the files themselves and without writing anything.</summary>
    /// <param name="options">What to pack and how.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="PackException">There is nothing to look at: the options contradict each other, or there is no such environment.</exception>
    /// <exception cref="IOException">The disk does not allow it.</exception>
    public static async Task<PackPlan> PlanAsync(PackOptions options, CancellationToken cancellation) =>
        (await PrepareAsync(options, PackHost.Process, cancellation)).ToPlan();

    /// <summary>Packs an environment or a folder.</summary>
    /// <param name="options">What to pack and how.</param>
    /// <param name="progress">Is told after each block written; null for nobody.</param>
    /// <param name="cancellation">Gives up; nothing of the archive stays behind.</param>
    /// <exception cref="PackException">The options or the environment do not allow it; all problems are told before a byte is written.</exception>
    /// <exception cref="IOException">The disk does not.</exception>
    public static Task<PackSummary> PackAsync(PackOptions options, IProgress<PackProgress>? progress, CancellationToken cancellation) =>
        PackAsync(options, PackHost.Process, starting: null, progress, cancellation);

    /// <inheritdoc cref="PackAsync(PackOptions, IProgress{PackProgress}?, CancellationToken)"/>
    /// <param name="options">What to pack and how.</param>
    /// <param name="starting">Is told, before the first byte is written, what was found.</param>
    /// <param name="progress">Is told after each block written; null for nobody.</param>
    /// <param name="cancellation">Gives up; nothing of the archive stays behind.</param>
    public static Task<PackSummary> PackAsync(
        PackOptions options, Action<PackStart> starting, IProgress<PackProgress>? progress, CancellationToken cancellation) =>
        PackAsync(options, PackHost.Process, starting, progress, cancellation);

    /// <inheritdoc cref="PackAsync(PackOptions, IProgress{PackProgress}?, CancellationToken)"/>
    /// <param name="options">What to pack and how.</param>
    /// <param name="host">The process it runs in.</param>
    /// <param name="starting">Is told, before the first byte is written, what was found; null for nobody.</param>
    /// <param name="progress">Is told after each block written; null for nobody.</param>
    /// <param name="cancellation">Gives up; nothing of the archive stays behind.</param>
    internal static async Task<PackSummary> PackAsync(
        PackOptions options,
        PackHost host,
        Action<PackStart>? starting,
        IProgress<PackProgress>? progress,
        CancellationToken cancellation)
    {
        var started = host.Clock.GetUtcNow();
        var pack = await PrepareAsync(options, host, cancellation);
        if (pack.Problems.Count > 0)
            throw new PackException(pack.Problems);
        ReleaseListing(pack);
        starting?.Invoke(new PackStart(pack.Source.Kind, pack.Source.Root, pack.Output));
        using var cache = PackCache.TryOpen(pack, options, host.Variables, started);
        var written = await WriteAsync(pack, options, host, cache, progress, cancellation);
        cache?.Commit();
        return Summarize(pack, written, cache);
    }

    private static async Task<ArchiveResult> WriteAsync(
        PreparedPack pack, PackOptions options, PackHost host, PackCache? cache, IProgress<PackProgress>? progress, CancellationToken cancellation)
    {
        ArchiveOutput? output = null;
        try
        {
            (var writer, output) = ArchiveWriters.Open(pack, options, host, cache, cancellation);
            var written = await writer.WriteAsync(pack.Files, progress, cancellation);
            await output.CommitAsync(cancellation);
            return written;
        }
        catch (Exception e) when (!options.DryRun && WriteFailure.Is(e))
        {
            throw WriteFailure.Explain(e, pack);
        }
        finally
        {
            if (output != null)
                await output.DisposeAsync();
        }
    }

    // Listing is synchronous work of some tenths of a second; the caller's thread is not for it.
    private static Task<PreparedPack> PrepareAsync(
        PackOptions options, PackHost host, CancellationToken cancellation) =>
        Task.Run(() => Preflight.Prepare(options, host, cancellation), cancellation);

    // What the listing of a large environment leaves behind would otherwise stay beside the buffers of the writing.
    private static void ReleaseListing(PreparedPack pack)
    {
        if (pack.Files.Count > ManyFiles)
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }

    private static PackSummary Summarize(PreparedPack pack, ArchiveResult written, PackCache? cache) => new()
    {
        Output = pack.Output,
        Format = pack.Format,
        Source = pack.Source.Root,
        Kind = pack.Source.Kind,
        Files = pack.Files.Count,
        BytesIn = written.ContentLength,
        BytesOut = written.Length,
        BytesFromCache = cache?.Served ?? 0,
        Packages = PackageSizes.Of(pack.Files),
        GlibcFloor = written.Findings.GlibcFloor?.ToString(),
        ChangedFiles = written.Findings.ChangedFiles,
        StaysAbsolute = written.Findings.StaysAbsolute,
        Warnings = pack.Warnings,
    };
}
