using System.Text.Json;
using Skein.Packer.Inventory;
using Skein.Packer.Relocation;

namespace Skein.Packer.Environments;

/// <summary>Finds what lies outside of an environment because it was installed for development, and does with it what is asked for.</summary>
/// <param name="root">The environment.</param>
/// <param name="site">Python's package directory below it.</param>
/// <param name="installedIn">The place the environment's files name.</param>
internal sealed class EditablePackages(string root, string site, InstalledPrefix installedIn)
{
    private const string Metadata = "/direct_url.json";
    private const string Link = ".egg-link";
    private const string PathFileSuffix = ".pth";

    private readonly List<EditableInstall> _installs = [];
    private readonly List<OutsideImport> _imports = [];

    /// <param name="policy">What becomes of the packages.</param>
    /// <param name="files">Files of the environment.</param>
    /// <param name="problems">Receives what stands against it.</param>
    /// <param name="warnings">Receives sentences about lines that lead nowhere.</param>
    /// <param name="cancellation">Ends the listing.</param>
    /// <returns>The files, with those of the projects if they are asked for.</returns>
    public List<PackFile> Apply(
        EditablePolicy policy, List<PackFile> files, List<PackProblem> problems, List<string> warnings, CancellationToken cancellation)
    {
        if (policy == EditablePolicy.Ignore)
            return files;
        foreach (var file in files)
        {
            // Of all the files of an environment only a few cost more than a look at the end of their names.
            if (file.Kind == PackFileKind.Regular && MaySpeakOfEditable(file.Path) && file.Path.StartsWith($"{site}/", StringComparison.Ordinal))
                Look(file.Path, file.Path[(site.Length + 1)..], warnings);
        }

        // The sources pip checks out lie in the environment and come along; lines that lead to them become relative.
        _installs.RemoveAll(install => IsInside(install.Project) && !_imports.Exists(import => InstallationSite.Holds(install.Project, import.Location)));
        if (policy == EditablePolicy.Include)
            return new EditableSources(root, site, _installs, _imports).Include(files, problems, cancellation);
        if (_installs.Count > 0)
        {
            problems.Add(new PackProblem(
                "Packages installed in editable mode have their files outside of the environment; install them properly, copy them in with --editable=include, or add --ignore-editable-packages",
                [.. _installs.Select(static install => install.ToString()).Order(StringComparer.Ordinal)]));
        }

        var others = _imports.Where(import => !_installs.Exists(install => InstallationSite.Holds(install.Project, import.Location))).ToList();
        if (others.Count > 0)
        {
            problems.Add(new PackProblem(
                "Path files lead out of the environment; remove these lines, copy what they lead to with --editable=include, or add --ignore-editable-packages",
                [.. others.Select(static import => $"{import.File}: {import.Location}")]));
        }

        return files;
    }

    private static bool MaySpeakOfEditable(string path) =>
        path.EndsWith(Metadata, StringComparison.Ordinal) || path.EndsWith(Link, StringComparison.Ordinal) || path.EndsWith(PathFileSuffix, StringComparison.Ordinal);

    private void Look(string path, string name, List<string> warnings)
    {
        var source = $"{root}/{path}";
        if (name.EndsWith(".dist-info" + Metadata, StringComparison.Ordinal) && name.IndexOf('/', StringComparison.Ordinal) == name.Length - Metadata.Length)
        {
            if (ReadableFile.Bytes(source) is { } json && EditableProject(json) is { } project)
                _installs.Add(new EditableInstall(name.Split('-')[0], project, path));
        }
        else if (name.Contains('/', StringComparison.Ordinal))
        {
            return;
        }
        else if (name.EndsWith(Link, StringComparison.Ordinal))
        {
            var project = PathFile.PathOf(ReadableFile.Text(source).Split('\n')[0]);
            _installs.Add(new EditableInstall(name[..^Link.Length], project == null ? "" : Absolute(project), path));
        }
        else if (name.EndsWith(PathFileSuffix, StringComparison.Ordinal))
        {
            LookAtLines(path, ReadableFile.Text(source).Split('\n'), warnings);
        }
    }

    private void LookAtLines(string path, IEnumerable<string> lines, List<string> warnings)
    {
        foreach (var line in lines)
        {
            if (PathFile.PathOf(line) is { } target)
            {
                var location = Absolute(target);
                if (IsInside(location))
                    continue;
                if (Path.Exists(location))
                    _imports.Add(new OutsideImport(path, null, location));
                else
                    warnings.Add($"'{path}' names '{location}', which does not exist");
            }
            else if (PathFile.ModuleOf(line) is { } module && $"{site}/{module}.py" is var finder
                && ModuleRedirects.Read(ReadableFile.Text($"{root}/{finder}")) is { } redirects)
            {
                // Even a place inside is written as an absolute path, which leads outside once the environment is elsewhere.
                foreach (var redirect in redirects)
                    _imports.Add(new OutsideImport(finder, redirect.Module, redirect.Location));
            }
        }
    }

    private string Absolute(string path) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(path, $"{root}/{site}"));

    private bool IsInside(string location) => InstallationSite.Holds(root, location) || installedIn.Below(location) != null;

    // { "url": "file:///project", "dir_info": { "editable": true } }; a file that is not JSON says nothing.
    internal static string? EditableProject(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            if (document.RootElement is not { ValueKind: JsonValueKind.Object } root
                || !root.TryGetProperty("dir_info", out var info)
                || info.ValueKind != JsonValueKind.Object
                || !info.TryGetProperty("editable", out var editable)
                || editable.ValueKind != JsonValueKind.True)
                return null;
            return root.TryGetProperty("url", out var url) && url.ValueKind == JsonValueKind.String
                && url.GetString() is { } text && text.StartsWith("file:///", StringComparison.Ordinal)
                ? Path.TrimEndingDirectorySeparator(Uri.UnescapeDataString(text["file://".Length..]))
                : "";
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
