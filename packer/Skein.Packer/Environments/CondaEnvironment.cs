using Skein.Packer.Inventory;

namespace Skein.Packer.Environments;

/// <summary>Lists a conda environment: what packages own, what they do not, and what is left behind.</summary>
internal static class CondaEnvironment
{
    // At the top, these belong to an installation and its cache, not to the environment.
    private static readonly HashSet<string> NotOfTheEnvironment =
    [
        "pkgs", "envs", "conda-bld", ".conda_lock", "users", "conda-recipes", ".index", ".unionfs", ".nonadmin", "python.app",
        "Launcher.app",
    ];

    // Written by old versions of conda; they name the installation of this machine.
    private static readonly HashSet<string> StaleScripts = ["bin/conda", "bin/activate", "bin/deactivate"];

    /// <summary>Lists the environment and checks that nothing of it lies elsewhere or is gone.</summary>
    /// <param name="prefix">Its directory.</param>
    /// <param name="options">Which of the checks to leave out.</param>
    /// <param name="cancellation">Ends the listing.</param>
    /// <exception cref="PackException">Editable packages, missing files.</exception>
    public static PackSource Read(string prefix, PackOptions options, CancellationToken cancellation)
    {
        var warnings = new List<string>();
        var records = CondaRecordReader.ReadAll(prefix, cancellation);
        var listing = DirectoryWalk.List(prefix, IsIgnored, cancellation);
        var paths = listing.Files.Select(static file => file.Path).ToHashSet(StringComparer.Ordinal);

        var problems = new List<PackProblem>();
        if (options.EditablePackages == EditablePolicy.Refuse && SitePackages(records) is { } site
            && EditablePackages.Find(prefix, site, paths) is { Count: > 0 } editable)
            problems.Add(new PackProblem(
                "Packages installed in editable mode have their files outside of the environment; install them properly, or add --ignore-editable-packages",
                editable));
        if (!options.IgnoreMissingFiles)
            problems.AddRange(MissingFiles(prefix, records, paths));

        var managed = ManagedPaths.Of(records);
        return new PackSource
        {
            Kind = EnvironmentKind.Conda,
            Root = prefix,
            Files = [.. listing.Files.Where(file => managed.Owns(file.Path) || IsKeptUnmanaged(file.Path, managed)).Select(managed.WithRecord)],
            Unpackable = listing.Unpackable,
            InstalledIn = InstallationSite.Find(prefix, records, warnings),
            HasActivation = true,
            OwnsActivation = records.Any(static record => record.Name == "conda"),
            Problems = problems,
            Warnings = warnings,
        };
    }

    private static bool IsIgnored(string name) =>
        NotOfTheEnvironment.Contains(name) || name.EndsWith('~') || name.EndsWith(".DS_STORE", StringComparison.OrdinalIgnoreCase);

    private static bool IsKeptUnmanaged(string path, ManagedPaths managed) =>
        !StaleScripts.Contains(path) && !(SourceOfCompiled(path) is { } source && managed.Owns(source));

    // directory/__pycache__/name.tag.pyc -> directory/name.py; directory/name.pyc -> directory/name.py
    internal static string? SourceOfCompiled(string path)
    {
        if (!path.EndsWith(".pyc", StringComparison.Ordinal))
            return null;
        const string Cache = "__pycache__/";
        var slash = path.LastIndexOf('/') + 1;
        var directory = path[..slash];
        if (!directory.EndsWith(Cache, StringComparison.Ordinal))
            return path[..^1];
        var name = path[slash..];
        return $"{directory[..^Cache.Length]}{name[..name.IndexOf('.')]}.py";
    }

    private static string? SitePackages(IReadOnlyList<CondaRecord> records)
    {
        var versions = records.Where(static record => record.Name == "python").Select(static record => record.Version).ToList();
        if (versions.Count > 1)
            throw new PackException("The environment records more than one Python; repair it before packing", versions);
        return versions is [var version] && version.Split('.') is [var major, var minor, ..] ? $"lib/python{major}.{minor}/site-packages" : null;
    }

    private static IEnumerable<PackProblem> MissingFiles(string prefix, IReadOnlyList<CondaRecord> records, HashSet<string> paths)
    {
        var missing = new List<string>();
        foreach (var record in records)
        {
            foreach (var path in record.Paths.Select(static file => file.Path).Order(StringComparer.Ordinal))
            {
                if (!paths.Contains(path) && !IsExpendable(path) && !Directory.Exists($"{prefix}/{path}"))
                    missing.Add($"{record}: {path}");
            }
        }

        if (missing.Count > 0)
            yield return new PackProblem(
                $"{missing.Count} files that conda manages are missing, often because pip replaced a package; reinstall the packages with conda, or add --ignore-missing-files",
                missing);
    }

    private static bool IsExpendable(string path) =>
        path.EndsWith(".pyc", StringComparison.Ordinal) || IsIgnored(path.Split('/')[0]);
}
