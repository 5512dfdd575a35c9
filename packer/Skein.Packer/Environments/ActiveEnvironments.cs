namespace Skein.Packer.Environments;

/// <summary>Finds the environments that are active in the shell that started this process.</summary>
internal static class ActiveEnvironments
{
    private const string Conda = "CONDA_PREFIX";
    private const string Venv = "VIRTUAL_ENV";

    /// <param name="kind">The only kind that is asked for; null for all that can be activated.</param>
    /// <param name="variables">Reads environment variables.</param>
    /// <returns>Their directories as the variables spell them; the first is the one whose programs a shell finds first.</returns>
    public static IReadOnlyList<string> Find(EnvironmentKind? kind, Func<string, string?> variables)
    {
        var conda = kind is null or EnvironmentKind.Conda && variables(Conda) is { Length: > 0 } condaPrefix ? condaPrefix : null;
        var venv = kind is null or EnvironmentKind.Venv && variables(Venv) is { Length: > 0 } venvPrefix ? venvPrefix : null;
        return (conda, venv) switch
        {
            (null, null) => [],
            ({ } only, null) => [only],
            (null, { } only) => [only],
            // A virtual environment is mostly activated within a conda environment, but not always.
            ({ } first, { } second) => PlaceOnPath(second, variables) < PlaceOnPath(first, variables) ? [second, first] : [first, second],
        };
    }

    /// <summary>Tells of a choice between two environments that could as well have been the other.</summary>
    /// <param name="found">What <see cref="Find"/> has found.</param>
    /// <param name="variables">Reads environment variables.</param>
    /// <returns>A sentence; null when there was no choice, or no doubt.</returns>
    public static string? FindDoubt(IReadOnlyList<string> found, Func<string, string?> variables) =>
        found is [var chosen, var other] && Normal(chosen) != Normal(other) && PlaceOnPath(chosen, variables) == int.MaxValue
            ? $"Two environments are active, '{chosen}' ({Conda}) and '{other}' ({Venv}), and PATH leads to neither; the first is packed, give --prefix for the other"
            : null;

    // int.MaxValue where it is not on PATH.
    private static int PlaceOnPath(string root, Func<string, string?> variables)
    {
        var bin = Normal(Path.Combine(root, "bin"));
        var directories = (variables("PATH") ?? "").Split(Path.PathSeparator);
        var place = Array.FindIndex(directories, directory => directory.Length > 0 && Normal(directory) == bin);
        return place < 0 ? int.MaxValue : place;
    }

    private static string Normal(string path) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
}
