using System.Text;
using Skein.Packer.Inventory;
using Skein.Packer.Relocation;

namespace Skein.Packer.Environments;

/// <summary>Copies what Python would import from outside of an environment into its package directory, and takes the ways outside away.</summary>
/// <param name="root">The environment.</param>
/// <param name="site">Python's package directory below it.</param>
/// <param name="installs">Packages installed for development.</param>
/// <param name="imports">The ways that lead outside.</param>
internal sealed class EditableSources(
    string root, string site, IReadOnlyList<EditableInstall> installs, IReadOnlyList<OutsideImport> imports)
{
    private const string Package = "__init__.py";

    // Beside the packages of a project, and not meant to be installed.
    private static readonly HashSet<string> NotImported = ["setup.py", "conftest.py", "noxfile.py", "tests", "test", "docs", "build", "dist", "examples"];
    private static readonly string[] ProjectMarks = ["pyproject.toml", "setup.py", "setup.cfg"];

    private readonly SortedDictionary<string, PackFile> _files = new(StringComparer.Ordinal);
    private readonly List<string> _notFollowed = [];
    private readonly HashSet<string> _dropped =
    [
        .. installs.Select(static install => install.File),
        .. imports.Where(static import => import.Module != null).Select(static import => import.File),
    ];

    /// <param name="files">Files of the environment.</param>
    /// <param name="problems">Receives what could not be followed.</param>
    /// <param name="cancellation">Ends the listing.</param>
    /// <returns>The files that belong into the archive, in the order of their paths.</returns>
    public List<PackFile> Include(IReadOnlyList<PackFile> files, List<PackProblem> problems, CancellationToken cancellation)
    {
        foreach (var file in files)
        {
            if (!LeadsOutside(file))
                _files.Add(file.Path, WithoutLinesOutside(file));
        }

        foreach (var import in imports)
        {
            try
            {
                AddImport(import, cancellation);
            }
            catch (Exception e) when (e is UnauthorizedAccessException or IOException or PackException)
            {
                _notFollowed.Add($"{import.File}: {e.Message}");
            }
        }

        foreach (var install in installs)
        {
            if (!imports.Any(import => InstallationSite.Holds(install.Project, import.Location)))
                _notFollowed.Add($"{install}: nothing in '{site}' tells where its modules are");
        }

        if (_notFollowed.Count > 0)
        {
            _notFollowed.Sort(StringComparer.Ordinal);
            problems.Add(new PackProblem(
                "Some packages installed in editable mode can not be copied into the archive; install them properly, or add --ignore-editable-packages",
                _notFollowed));
        }

        return [.. _files.Values];
    }

    // A package directory is searched before the ways outside, so what is in it already stays.
    private void Add(string path, PackFile file) => _files.TryAdd($"{site}/{path}", CopiedFile.Moved($"{site}/{path}", file));

    private void AddImport(OutsideImport import, CancellationToken cancellation)
    {
        if (import.Module is { } module)
            AddModule(module.Replace('.', '/'), import.Location, cancellation);
        else if (Directory.Exists(import.Location))
            AddDirectory(import.Location, cancellation);
        else
            _notFollowed.Add($"{import.File}: {import.Location} is not a directory");
    }

    private void AddModule(string name, string location, CancellationToken cancellation)
    {
        if (location.EndsWith($"/{Package}", StringComparison.Ordinal))
            location = RelativePath.DirectoryOf(location);
        if (Directory.Exists(location))
            AddTree(name, location, cancellation);
        else if (File.Exists(location))
            AddFile(name + Path.GetExtension(location), location);
        else if (File.Exists(location + ".py"))
            AddFile(name + ".py", location + ".py");
        else
            _notFollowed.Add($"{name.Replace('/', '.')}: '{location}' does not exist");
    }

    private void AddDirectory(string directory, CancellationToken cancellation)
    {
        var isProject = Array.Exists(ProjectMarks, mark => File.Exists(Path.Combine(directory, mark)));
        foreach (var entry in Directory.EnumerateFileSystemEntries(directory))
        {
            var name = Path.GetFileName(entry);
            if (isProject && NotImported.Contains(name))
                continue;
            if (!Directory.Exists(entry))
            {
                if (name.EndsWith(".py", StringComparison.Ordinal) || name.EndsWith(".so", StringComparison.Ordinal))
                    AddFile(name, entry);
            }
            else if (IsPackage(entry, isProject) || (name.EndsWith(".egg-info", StringComparison.Ordinal) && IsLinked(directory)))
            {
                AddTree(name, entry, cancellation);
            }
        }
    }

    // Beside a project's own files, a directory without __init__.py may be anything; elsewhere it may be a namespace of packages.
    private static bool IsPackage(string directory, bool isProject) =>
        File.Exists(Path.Combine(directory, Package))
        || (!isProject && Directory.EnumerateDirectories(directory).Any(static inner => File.Exists(Path.Combine(inner, Package))));

    private bool IsLinked(string directory) =>
        installs.Any(install => install.File.EndsWith(".egg-link", StringComparison.Ordinal) && install.Project == directory);

    private void AddTree(string name, string directory, CancellationToken cancellation)
    {
        var listing = DirectoryWalk.List(directory, static entry => entry == "__pycache__", cancellation);
        foreach (var file in listing.Files)
        {
            if (file.Path.Contains("/__pycache__/", StringComparison.Ordinal))
                continue;
            if (file.Kind == PackFileKind.SymbolicLink && LinkRelocation.LeadsOutside(file.LinkTarget, file.Directory))
                AddFile($"{name}/{file.Path}", Path.Combine(directory, file.Path));
            else
                Add($"{name}/{file.Path}", file);
        }

        foreach (var entry in listing.Unpackable)
            _notFollowed.Add($"{directory}/{entry.Path}: it can not be read or packed");
    }

    private void AddFile(string path, string source)
    {
        if (CopiedFile.Of(path, source) is { } file)
            Add(path, file);
        else
            _notFollowed.Add($"{source}: the link leads to no file");
    }

    // The notes of the installer, and finders with their compiled forms.
    private bool LeadsOutside(PackFile file) =>
        file.Path.StartsWith(site, StringComparison.Ordinal)
        && (_dropped.Contains(file.Path)
            || (CondaEnvironment.SourceOfCompiled(file.Path) is { } source && _dropped.Contains(source))
            || WithoutLinesOutside(file).Content is { Length: 0 });

    private PackFile WithoutLinesOutside(PackFile file)
    {
        if (file.Kind != PackFileKind.Regular || !file.IsIn(site) || !file.Path.EndsWith(".pth", StringComparison.Ordinal))
            return file;
        var lines = ReadableFile.Text(file.Source).Split('\n');
        var kept = lines.Where(line => !LeadsOutside(file, line)).ToList();
        if (kept.Count == lines.Length)
            return file;
        var content = kept.TrueForAll(string.IsNullOrWhiteSpace) ? [] : Encoding.UTF8.GetBytes(string.Join('\n', kept));
        return file with { Origin = new FileOrigin.Memory(content), Size = content.Length, HasOtherNames = false, Record = null, InstalledHash = default };
    }

    private bool LeadsOutside(PackFile file, string line)
    {
        if (PathFile.ModuleOf(line) is { } module)
            return imports.Any(import => import.Module != null && import.File == $"{site}/{module}.py");
        return PathFile.PathOf(line) is { } path && Path.TrimEndingDirectorySeparator(Path.GetFullPath(path, $"{root}/{site}")) is var location
            && imports.Any(import => import.File == file.Path && import.Location == location);
    }
}
