namespace Skein.Packer.Environments;

/// <summary>Finds conda environments by the traces conda leaves in files and variables; conda itself is not run.</summary>
/// <param name="variables">Reads environment variables.</param>
internal sealed class CondaDiscovery(Func<string, string?> variables)
{
    private const string Base = "base";

    /// <summary>The active environment.</summary>
    public string FindActive() => variables("CONDA_PREFIX") is { Length: > 0 } prefix
        ? FindByPrefix(prefix)
        : throw new PackException("No conda environment is active (CONDA_PREFIX is not set); activate one, or name one by its name or prefix");

    public static string FindByPrefix(string prefix)
    {
        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(prefix));
        if (!Directory.Exists(path))
            throw new PackException($"The environment '{path}' does not exist");
        if (!IsEnvironment(path))
            throw new PackException($"'{path}' is not a conda environment: it has no directory 'conda-meta'");
        return path;
    }

    public string FindByName(string name)
    {
        if (name.Length == 0 || name.Contains('/', StringComparison.Ordinal))
            throw new PackException($"'{name}' is not the name of an environment; give a path as prefix");
        var found = Candidates(name)
            .Select(static path => Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)))
            .Where(IsEnvironment)
            .DistinctBy(RealPath)
            .ToList();
        return found switch
        {
            [var only] => only,
            [] => throw new PackException(
                $"No conda environment is named '{name}'; these places were searched", [.. SearchedPlaces()]),
            _ => throw new PackException($"More than one conda environment is named '{name}'; give its prefix instead", found),
        };
    }

    private IEnumerable<string> Candidates(string name)
    {
        if (name == Base)
            return Roots();
        return EnvironmentDirectories().Select(directory => Path.Combine(directory, name))
            .Concat(RegisteredEnvironments().Where(path => Path.GetFileName(path) == name));
    }

    private IEnumerable<string> SearchedPlaces() =>
        EnvironmentDirectories().Append(Registry ?? "").Where(static place => place.Length > 0).Distinct();

    // Installations: the one named, and those the active environment belongs to.
    private IEnumerable<string> Roots()
    {
        foreach (var variable in (string[])["CONDA_ROOT", "MAMBA_ROOT_PREFIX"])
        {
            if (variables(variable) is { Length: > 0 } root)
                yield return root;
        }

        if (variables("CONDA_PREFIX") is { Length: > 0 } active)
        {
            var parent = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(active)));
            yield return Path.GetFileName(parent) == "envs" ? Path.GetDirectoryName(parent)! : active;
        }
    }

    private IEnumerable<string> EnvironmentDirectories()
    {
        foreach (var variable in (string[])["CONDA_ENVS_PATH", "CONDA_ENVS_DIRS"])
        {
            foreach (var directory in (variables(variable) ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
                yield return directory;
        }

        foreach (var root in Roots())
            yield return Path.Combine(root, "envs");
        if (Home is { } home)
            yield return Path.Combine(home, ".conda", "envs");
    }

    private IEnumerable<string> RegisteredEnvironments() =>
        File.Exists(Registry) ? File.ReadLines(Registry).Select(static line => line.Trim()).Where(Path.IsPathRooted) : [];

    private string? Home => variables("HOME") is { Length: > 0 } home ? home : null;

    private string? Registry => Home is { } home ? Path.Combine(home, ".conda", "environments.txt") : null;

    private static bool IsEnvironment(string path) => Directory.Exists(Path.Combine(path, "conda-meta"));

    private static string RealPath(string path) =>
        new DirectoryInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path;
}
