namespace Skein.Packer.Environments;

/// <summary>Finds conda environments by the traces conda leaves in files and variables; conda itself is not run.</summary>
/// <param name="variables">Reads environment variables.</param>
internal sealed class CondaDiscovery(Func<string, string?> variables)
{
    private const string Base = "base";

    /// <param name="name">Name of an environment; <c>base</c> is the installation itself.</param>
    /// <exception cref="PackException">None has it, or several have.</exception>
    public string FindByName(string name)
    {
        if (name.Length == 0 || name.Contains('/', StringComparison.Ordinal))
            throw new PackException($"'{name}' is not the name of an environment; give a path as prefix");
        var found = Candidates(name)
            .Select(static path => Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)))
            .Where(EnvironmentKinds.IsConda)
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
            return Roots().Any(EnvironmentKinds.IsConda) ? Roots() : HomeRoots();
        return EnvironmentDirectories().Select(directory => Path.Combine(directory, name))
            .Concat(RegisteredEnvironments().Where(path => Path.GetFileName(path) == name));
    }

    private IEnumerable<string> SearchedPlaces() =>
        EnvironmentDirectories().Append(Registry ?? "").Where(static place => place.Length > 0).Distinct();

    // Installations: those named, those whose program is known, and the one the active environment belongs to.
    private IEnumerable<string> Roots()
    {
        foreach (var variable in (string[])["CONDA_ROOT", "MAMBA_ROOT_PREFIX"])
        {
            if (variables(variable) is { Length: > 0 } root)
                yield return root;
        }

        // <root>/bin/conda, <root>/condabin/conda; micromamba may lie anywhere.
        foreach (var variable in (string[])["CONDA_EXE", "MAMBA_EXE"])
        {
            if (variables(variable) is { Length: > 0 } program && Path.GetDirectoryName(Path.GetDirectoryName(Path.GetFullPath(program))) is { } root
                && EnvironmentKinds.IsConda(root))
                yield return root;
        }

        if (variables("CONDA_PREFIX") is { Length: > 0 } active)
        {
            var parent = Path.GetDirectoryName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(active)));
            yield return Path.GetFileName(parent) == "envs" ? Path.GetDirectoryName(parent)! : active;
        }
    }

    // Where micromamba keeps everything when nothing else is said.
    private IEnumerable<string> HomeRoots() =>
        Home is { } home ? [Path.Combine(home, "micromamba"), Path.Combine(home, ".local", "share", "mamba")] : [];

    private IEnumerable<string> EnvironmentDirectories()
    {
        foreach (var variable in (string[])["CONDA_ENVS_PATH", "CONDA_ENVS_DIRS"])
        {
            foreach (var directory in (variables(variable) ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries))
                yield return directory;
        }

        foreach (var file in ConfigurationFiles().Where(File.Exists))
        {
            foreach (var directory in CondaConfiguration.EnvironmentDirectories(File.ReadAllText(file)))
                yield return Expand(directory);
        }

        foreach (var root in Roots().Concat(HomeRoots()))
            yield return Path.Combine(root, "envs");
        if (Home is { } home)
            yield return Path.Combine(home, ".conda", "envs");
    }

    private IEnumerable<string> ConfigurationFiles()
    {
        if (variables("CONDARC") is { Length: > 0 } named)
            yield return named;
        foreach (var root in Roots())
            yield return Path.Combine(root, ".condarc");
        if (Home is not { } home)
            yield break;
        yield return Path.Combine(home, ".condarc");
        yield return Path.Combine(home, ".mambarc");
        yield return Path.Combine(home, ".conda", ".condarc");
        yield return Path.Combine(variables("XDG_CONFIG_HOME") is { Length: > 0 } settings ? settings : Path.Combine(home, ".config"), "conda", ".condarc");
    }

    //   "~" or "$NAME" or "${NAME}" as a part of the path
    private string Expand(string path) => string.Join('/', path.Split('/').Select((part, i) =>
        part == "~" && i == 0 ? Home ?? part
        : part.StartsWith('$') ? variables(part[1..].Trim('{', '}')) ?? part
        : part));

    private IEnumerable<string> RegisteredEnvironments() =>
        File.Exists(Registry) ? File.ReadLines(Registry).Select(static line => line.Trim()).Where(Path.IsPathRooted) : [];

    private string? Home => variables("HOME") is { Length: > 0 } home ? home : null;

    private string? Registry => Home is { } home ? Path.Combine(home, ".conda", "environments.txt") : null;

    private static string RealPath(string path) =>
        new DirectoryInfo(path).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path;
}
