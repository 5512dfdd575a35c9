using Skein.Packer.Inventory;
using Skein.Packer.Relocation;
using Skein.Packer.Unpacking;

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
    public static PackSource Read(string prefix, PackOptions options, CancellationToken cancellation)
    {
        var warnings = new List<string>();
        var problems = new List<PackProblem>();
        var records = CondaRecordReader.ReadAll(prefix, problems, cancellation);
        var managed = ManagedPaths.Of(records, warnings);
        var listing = DirectoryWalk.List(prefix, IsIgnored, cancellation, owners: managed);
        var earlier = EarlierPacking.Read(prefix, warnings);
        var installedIn = InstallationSite.Find(prefix, records, listing.Files, earlier, warnings);
        if (!options.IgnoreMissingFiles)
            problems.AddRange(MissingFiles(prefix, records, listing));

        var files = listing.Files;
        files.RemoveAll(file => !managed.Owns(file.Path) && !IsKeptUnmanaged(file.Path, managed));
        foreach (var site in PackageDirectories(prefix, records, problems))
            files = new EditablePackages(prefix, site, installedIn).Apply(options.EditablePackages, files, problems, warnings, cancellation);
        if (earlier != null)
            files = files.ConvertAll(WithHashThatHolds);
        return new PackSource
        {
            Kind = EnvironmentKind.Conda,
            Root = prefix,
            Files = files,
            Unpackable = listing.Unpackable,
            InstalledIn = installedIn,
            Earlier = earlier,
            OwnsActivation = records.Any(static record => record.Name == "conda"),
            Problems = problems,
            Warnings = warnings,
        };
    }

    // What was rewritten since the installation is not what was installed, and nobody changed it.
    private static PackFile WithHashThatHolds(PackFile file) => file.Record == null ? file : file with { InstalledHash = default };

    // The installation's, or an editor's copy of another.
    private static bool IsIgnored(string name) =>
        NotOfTheEnvironment.Contains(name) || name.EndsWith('~') || name.EndsWith(".DS_STORE", StringComparison.OrdinalIgnoreCase);

    private static bool IsKeptUnmanaged(string path, ManagedPaths managed) =>
        !StaleScripts.Contains(path) && !EarlierPacking.IsAddedAnew(path) && !(SourceOfCompiled(path) is { } source && managed.Owns(source));

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

    // Directories of other versions are left-overs that Python does not read.
    private static List<string> PackageDirectories(string prefix, IReadOnlyList<CondaRecord> records, List<PackProblem> problems)
    {
        var pythons = records.Where(static record => record.Name == "python").ToList();
        if (pythons.Count > 1)
        {
            problems.Add(new PackProblem(
                "The environment records more than one Python; repair it before packing", [.. pythons.Select(static python => python.Title)]));
        }

        var directories = SitePackages.Find(prefix);
        return pythons is [{ Version: var version }] && version.Split('.') is [var major, var minor, ..]
            && $"lib/python{major}.{minor}/site-packages" is var own && directories.Contains(own)
            ? [own]
            : directories;
    }

    private static IEnumerable<PackProblem> MissingFiles(string prefix, IReadOnlyList<CondaRecord> records, DirectoryListing found)
    {
        var unpackable = new HashSet<string>(StringComparer.Ordinal);
        foreach (var entry in found.Unpackable)
            unpackable.Add(entry.Path);
        var missing = new List<string>();
        foreach (var record in records)
        {
            var ofRecord = missing.Count;
            foreach (var file in record.Paths)
            {
                if (!FileOrder.Contains(found.Files, file.Path) && !IsExpendable(file.Path) && !Directory.Exists($"{prefix}/{file.Path}")
                    && !IsInAny(unpackable, file.Path))
                    missing.Add($"{record}: {file.Path}");
            }

            missing.Sort(ofRecord, missing.Count - ofRecord, StringComparer.Ordinal);
        }

        if (missing.Count > 0)
            yield return new PackProblem(
                $"{Counted.Of(missing.Count, "file that conda manages is", "files that conda manages are")} missing, often because pip replaced a package; reinstall the packages with conda, or add --ignore-missing-files",
                missing);
    }

    // What is there but can not be packed, be it only for the directory it lies in, is told as that.
    private static bool IsInAny(HashSet<string> entries, string path)
    {
        while (path.Length > 0 && !entries.Contains(path))
            path = RelativePath.DirectoryOf(path);
        return path.Length > 0;
    }

    private static bool IsExpendable(string path) =>
        path.EndsWith(".pyc", StringComparison.Ordinal) || IsIgnored(path.Split('/')[0]);
}
