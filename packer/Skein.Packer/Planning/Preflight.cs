using Skein.Packer.Activation;
using Skein.Packer.Archives;
using Skein.Packer.Environments;
using Skein.Packer.Inventory;
using Skein.Packer.Relocation;

namespace Skein.Packer.Planning;

/// <summary>Decides what goes into the archive and how, and finds all that stands against it.</summary>
internal static class Preflight
{
    /// <param name="options">What is asked for.</param>
    /// <param name="variables">Reads environment variables, by which environments are found.</param>
    /// <param name="cancellation">Ends the listing.</param>
    /// <exception cref="PackException">There is nothing to look at: the options contradict each other, or there is no such environment.</exception>
    public static PreparedPack Prepare(PackOptions options, Func<string, string?> variables, CancellationToken cancellation)
    {
        OptionsCheck.Check(options);
        var layout = new ArchiveLayout(options.ArcRoot);
        var source = new EnvironmentReader(variables).Read(options, cancellation);
        var (format, output) = ArchiveFormats.Resolve(options, source.Root);
        var problems = source.Problems.ToList();
        var warnings = source.Warnings.ToList();

        var chosen = FileSelection.Apply(source.Files.Where(file => $"{source.Root}/{file.Path}" != output).ToList(), options.Filters);
        UnpackableEntries.Tell(source.Unpackable, options.Filters, problems, warnings);
        var relocation = ChooseRelocation(options, source, chosen, problems);
        var files = HardLinks.Resolve(WithActivation(chosen, options, source, warnings), relocation);
        warnings.AddRange(new LinkCheck(source, files, relocation).Find(isFiltered: options.Filters.Count > 0));
        problems.AddRange(OutputCheck.Find(output, options, format, ContentLength(files), warnings));
        return new PreparedPack
        {
            Source = source,
            Files = files,
            Relocation = relocation,
            Layout = layout,
            Format = format,
            Output = output,
            Problems = problems,
            Warnings = warnings,
        };
    }

    private static long ContentLength(IReadOnlyList<PackFile> files)
    {
        long length = 0;
        foreach (var file in files)
            length += file.Size;
        return length;
    }

    private static IRelocation ChooseRelocation(
        PackOptions options, PackSource source, IReadOnlyList<PackFile> files, List<PackProblem> problems)
    {
        if (!source.IsEnvironment)
            return new NoRelocation(source.InstalledIn);
        if (options.DestinationPrefix is not { } destination)
            return new PortableRelocation(source.InstalledIn);
        var relocation = new DestinationRelocation(source.InstalledIn, destination.TrimEnd('/'));
        if (relocation.FindLackOfRoom(files) is { } problem)
            problems.Add(problem);
        return relocation;
    }

    private static List<PackFile> WithActivation(
        IReadOnlyList<PackFile> files, PackOptions options, PackSource source, List<string> warnings)
    {
        // With a destination, conda itself works there, and so do the scripts it brings.
        if (!source.IsEnvironment || (source.OwnsActivation && options.DestinationPrefix != null))
            return [.. files];
        var isConda = source.Kind == EnvironmentKind.Conda;
        var variables = isConda ? EnvironmentVariables.Read(source.Root, warnings) : [];
        var newest = files.Where(file => isConda ? file.Path.StartsWith("conda-meta/", StringComparison.Ordinal) : file.Directory == "bin")
            .MaxBy(static file => file.Modified)?.Modified ?? 0;
        var scripts = ActivationScripts.Create(source.Kind, variables, source.InstalledIn, newest);
        var replaced = scripts.Select(static script => script.Path).ToHashSet(StringComparer.Ordinal);
        return [.. files.Where(file => !replaced.Contains(file.Path)).Concat(scripts).OrderBy(static file => file.Path, StringComparer.Ordinal)];
    }
}
