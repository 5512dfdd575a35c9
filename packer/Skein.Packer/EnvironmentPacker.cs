using Skein.Packer.Activation;
using Skein.Packer.Archives;
using Skein.Packer.Environments;
using Skein.Packer.Inventory;
using Skein.Packer.Relocation;

namespace Skein.Packer;

/// <summary>Packs an environment into one archive that YARN can localise.</summary>
/// <remarks>
/// By default the archive runs wherever it is unpacked, by whoever unpacks it, with no step after the unpacking and no file written:
/// scripts, libraries and links find their environment relative to themselves. Two archives of one unchanged environment are equal.
/// </remarks>
public static class EnvironmentPacker
{
    /// <summary>Packs an environment or a folder.</summary>
    /// <param name="options">What to pack and how.</param>
    /// <param name="progress">Is told after each block written; null for nobody.</param>
    /// <param name="cancellation">Gives up; nothing of the archive stays behind.</param>
    /// <exception cref="PackException">The options or the environment do not allow it.</exception>
    /// <exception cref="IOException">The disk does not.</exception>
    public static Task<PackSummary> PackAsync(PackOptions options, IProgress<PackProgress>? progress, CancellationToken cancellation) =>
        PackAsync(options, Environment.GetEnvironmentVariable, progress, cancellation);

    /// <inheritdoc cref="PackAsync(PackOptions, IProgress{PackProgress}?, CancellationToken)"/>
    /// <param name="options">What to pack and how.</param>
    /// <param name="variables">Reads environment variables, by which conda environments are found.</param>
    /// <param name="progress">Is told after each block written; null for nobody.</param>
    /// <param name="cancellation">Gives up; nothing of the archive stays behind.</param>
    internal static async Task<PackSummary> PackAsync(
        PackOptions options, Func<string, string?> variables, IProgress<PackProgress>? progress, CancellationToken cancellation)
    {
        CheckNumbers(options);
        var layout = new TarLayout(options.ArcRoot);
        // Listing is synchronous work of some tenths of a second; the caller's thread is not for it.
        var source = await Task.Run(() => Read(options, variables, cancellation), cancellation);
        var output = ArchiveFormats.ResolveOutput(options, source.Root);
        var warnings = source.Warnings.ToList();

        var chosen = FileSelection.Apply(source.Files.Where(file => $"{source.Root}/{file.Path}" != output).ToList(), options.Filters);
        var relocation = ChooseRelocation(options, source, chosen);
        var files = HardLinks.Resolve(WithActivation(chosen, options, source, warnings), relocation);
        warnings.AddRange(LinkWarnings(files, source, relocation));

        await using var archive = ArchiveOutput.Create(output, options.Force);
        var threads = options.ThreadCount == -1 ? Environment.ProcessorCount : options.ThreadCount;
        var writer = new TarGzipWriter(layout, relocation, options.CompressLevel, threads);
        var written = await writer.WriteAsync(files, archive.Stream, progress, cancellation);
        await archive.CommitAsync();
        return new PackSummary
        {
            Output = output,
            Source = source.Root,
            Files = files.Count,
            BytesIn = written.ContentLength,
            BytesOut = written.Length,
            StaysAbsolute = written.Notes,
            Warnings = warnings,
        };
    }

    private static void CheckNumbers(PackOptions options)
    {
        if (options.CompressLevel is < 0 or > 9)
            throw new PackException($"The compression level {options.CompressLevel} is not between 0 and 9");
        if (options.ThreadCount is 0 or < -1)
            throw new PackException($"The number of threads {options.ThreadCount} is neither positive nor -1 (one for each processor)");
        if (options.DestinationPrefix?.TrimEnd('/').Length == 0)
            throw new PackException("The destination prefix is empty; give the directory the archive will be unpacked in");
        if (new[] { options.Name, options.Prefix, options.Folder }.Count(static choice => choice != null) > 1)
            throw new PackException("Give only one of an environment's name, its prefix and a folder");
        if (options.Folder != null && options.DestinationPrefix != null)
            throw new PackException("A plain folder has no recorded prefix to rewrite; leave the destination prefix out");
    }

    private static PackSource Read(PackOptions options, Func<string, string?> variables, CancellationToken cancellation)
    {
        if (options.Folder is { } folder)
            return PlainFolder.Read(folder, cancellation);
        var discovery = new CondaDiscovery(variables);
        var prefix = options.Prefix is { } path ? CondaDiscovery.FindByPrefix(path)
            : options.Name is { } name ? discovery.FindByName(name)
            : discovery.FindActive();
        return CondaEnvironment.Read(prefix, options, cancellation);
    }

    private static IRelocation ChooseRelocation(PackOptions options, PackSource source, IReadOnlyList<PackFile> files)
    {
        if (!source.HasActivation)
            return new NoRelocation(source.InstalledIn);
        if (options.DestinationPrefix is not { } destination)
            return new PortableRelocation(source.InstalledIn);
        var relocation = new DestinationRelocation(source.InstalledIn, destination.TrimEnd('/'));
        relocation.CheckRoom(files);
        return relocation;
    }

    private static List<PackFile> WithActivation(
        IReadOnlyList<PackFile> files, PackOptions options, PackSource source, List<string> warnings)
    {
        // With a destination, conda itself works there, and so do the scripts it brings.
        if (!source.HasActivation || (source.OwnsActivation && options.DestinationPrefix != null))
            return [.. files];
        var variables = EnvironmentVariables.Read(source.Root, warnings);
        var newest = files.Where(static file => file.Path.StartsWith("conda-meta/", StringComparison.Ordinal))
            .MaxBy(static file => file.Modified)?.Modified ?? 0;
        var scripts = ActivationScripts.Create(variables, source.InstalledIn, newest);
        var replaced = scripts.Select(static script => script.Path).ToHashSet(StringComparer.Ordinal);
        return [.. files.Where(file => !replaced.Contains(file.Path)).Concat(scripts).OrderBy(static file => file.Path, StringComparer.Ordinal)];
    }

    private static IEnumerable<string> LinkWarnings(IReadOnlyList<PackFile> files, PackSource source, IRelocation relocation)
    {
        foreach (var link in files.Where(static file => file.Kind == PackFileKind.SymbolicLink))
        {
            if (LinkRelocation.LeadsOutside(relocation.RelocateLink(link), link.Directory))
                yield return $"The link '{link.Path}' leads out of the environment, to '{link.LinkTarget}', which may not exist elsewhere";
            else if (!Path.Exists($"{source.Root}/{link.Path}"))
                yield return $"The link '{link.Path}' leads to '{link.LinkTarget}', which does not exist";
        }
    }
}
