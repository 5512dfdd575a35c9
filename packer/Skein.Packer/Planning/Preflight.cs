using Skein.Packer.Activation;
using Skein.Packer.Archives;
using Skein.Packer.Archives.Outputs;
using Skein.Packer.Archives.Zip;
using Skein.Packer.Environments;
using Skein.Packer.Inventory;
using Skein.Packer.Parcels;
using Skein.Packer.Relocation;
using Skein.Packer.Unpacking;

namespace Skein.Packer.Planning;

/// <summary>Decides what goes into the archive and how, and finds all that stands against it.</summary>
internal static class Preflight
{
    /// <param name="options">What is asked for.</param>
    /// <param name="host">The process: its variables, by which environments are found, and its output.</param>
    /// <param name="cancellation">Ends the listing.</param>
    /// <exception cref="PackException">There is nothing to look at: the options contradict each other, or there is no such environment.</exception>
    public static PreparedPack Prepare(PackOptions options, PackHost host, CancellationToken cancellation)
    {
        OptionsCheck.Check(options);
        var sourceDate = SourceDate.Read(host.Variables);
        var source = new EnvironmentReader(host.Variables).Read(options, cancellation);
        var name = Path.GetFileName(source.Root) is { Length: > 0 } last ? last : "root";
        var format = ArchiveFormats.Choose(options);
        var parcel = format == ArchiveFormat.Parcel ? ParcelOf(source, name, options.Parcel, sourceDate, host) : null;
        if (parcel != null)
            options = options with { ArcRoot = parcel.Directory, DestinationPrefix = $"{options.Parcel.Root.TrimEnd('/')}/{parcel.Directory}" };
        var output = ArchiveFormats.OutputOf(options, format, parcel?.FileName ?? name);
        var problems = source.Problems.ToList();
        var warnings = source.Warnings.ToList();

        if (ArchiveFormats.FindDisagreement(options.Output, format) is { } disagreement)
            warnings.Add(disagreement);
        var outputInside = PathInside(source.Root, output);
        var chosen = FileSelection.Apply(source.Files.Where(file => !IsOutput(file, outputInside)).ToList(), options.Filters);
        warnings.AddRange(FilterCheck.Find(options.Filters, source.Files, source.Unpackable));
        UnpackableEntries.Tell(source.Unpackable, options.Filters, problems, warnings);
        var relocation = ChooseRelocation(options, source, chosen, problems);
        var added = parcel != null
            ? FileOrder.Merge(chosen, ParcelFiles.Create(parcel, chosen, LastChange(chosen, source.Kind)))
            : WithActivation(chosen, options, source, warnings);
        if (sourceDate is { } newest)
            added = SourceDate.Clamp(added, newest);
        var files = WithLinksOf(format, added, options, source, relocation, problems, cancellation);
        if (source.IsEnvironment && options.DestinationPrefix == null)
            files = UnpackFiles.AddTo(files, LastChange(files, source.Kind));
        warnings.AddRange(new LinkCheck(source, files, relocation).Find(isFiltered: options.Filters.Count > 0));
        if (format == ArchiveFormat.Zip && !options.AllowZip64)
            problems.AddRange(ZipLimits.Find(files));
        var pack = new PreparedPack
        {
            Source = source,
            Files = files,
            Relocation = relocation,
            Layout = new ArchiveLayout(options.ArcRoot),
            Format = format,
            Output = output,
            Problems = problems,
            Warnings = warnings,
        };
        problems.AddRange(OutputCheck.Find(pack, options, host, warnings));
        return pack;
    }

    private static ParcelName ParcelOf(PackSource source, string name, ParcelOptions options, long? sourceDate, PackHost host)
    {
        if (source.Kind != EnvironmentKind.Conda)
            throw new PackException($"A parcel holds a conda environment, which '{source.Root}' is not; choose another format");
        var today = sourceDate is { } seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : host.Clock.GetLocalNow();
        return ParcelName.Of(options, name, today);
    }

    // An output inside of what is packed is not packed, be it from last time, from a packing that was killed, or a directory.
    private static bool IsOutput(PackFile file, string? output) =>
        (output != null && file.Path.StartsWith(output, StringComparison.Ordinal) && (file.Path.Length == output.Length || file.Path[output.Length] == '/'))
        || TemporaryName.IsIn(file.Path);

    // However links make the two be spelled. Null for an output that is elsewhere.
    private static string? PathInside(string root, string output) =>
        Path.GetDirectoryName(output) is { Length: > 0 } directory && Directory.Exists(directory)
            ? new InstalledPrefix(InstallationSite.Resolve(root)).Below($"{InstallationSite.Resolve(directory)}/{Path.GetFileName(output)}")
            : null;

    // What each format makes of several names of one file, and of links.
    private static List<PackFile> WithLinksOf(
        ArchiveFormat format, List<PackFile> files, PackOptions options, PackSource source, IRelocation relocation, List<PackProblem> problems,
        CancellationToken cancellation)
    {
        if (format != ArchiveFormat.Zip)
            return HardLinks.Resolve(files, relocation);
        return options.ZipSymlinks ? files : LinkCopies.Resolve(source.Root, files, relocation, problems, cancellation);
    }

    private static IRelocation ChooseRelocation(
        PackOptions options, PackSource source, IReadOnlyList<PackFile> files, List<PackProblem> problems)
    {
        if (!source.IsEnvironment)
            return new NoRelocation(source.InstalledIn);
        if (options.DestinationPrefix is not { } destination)
            return Repeated(source, new PortableRelocation(source.InstalledIn), RelocationState.AsPacked);
        var relocation = new DestinationRelocation(source.InstalledIn, destination.TrimEnd('/'));
        if (relocation.FindLackOfRoom(files) is { } problem)
            problems.Add(problem);
        return Repeated(source, relocation, destination.TrimEnd('/'));
    }

    private static IRelocation Repeated(PackSource source, IRelocation relocation, string prefix) =>
        source.Earlier == null ? relocation : new RepeatedRelocation(source.Earlier, relocation, prefix);

    private static List<PackFile> WithActivation(
        IReadOnlyList<PackFile> files, PackOptions options, PackSource source, List<string> warnings)
    {
        // With a destination, conda itself works there, and so do the scripts it brings.
        if (!source.IsEnvironment || (source.OwnsActivation && options.DestinationPrefix != null))
            return FileOrder.Merge(files, []);
        var variables = source.Kind == EnvironmentKind.Conda ? EnvironmentVariables.Read(source.Root, warnings) : [];
        var scripts = ActivationScripts.Create(source.Kind, variables, source.InstalledIn, LastChange(files, source.Kind));
        return FileOrder.Merge(files, scripts);
    }

    // What is added is as old as the last change of the environment, so that two archives of it are equal.
    private static long LastChange(IReadOnlyList<PackFile> files, EnvironmentKind kind)
    {
        var directory = kind == EnvironmentKind.Conda ? "conda-meta" : "bin";
        return files.Where(file => file.IsIn(directory)).MaxBy(static file => file.Modified)?.Modified ?? 0;
    }
}
