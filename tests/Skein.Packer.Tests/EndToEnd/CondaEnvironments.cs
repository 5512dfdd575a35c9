using Skein.Packer.Tests.EndToEnd;

[assembly: AssemblyFixture(typeof(CondaEnvironments))]

namespace Skein.Packer.Tests.EndToEnd;

/// <summary>One of each kind of conda environment, built without a network by the generator beside the repository.</summary>
public sealed class CondaEnvironments : IAsyncDisposable
{
    private const string Generator = "shared/tools/make_conda_env.py";

    private readonly Lazy<Task<string?>> _built;
    private TemporaryDirectory? _directory;

    public CondaEnvironments() => _built = new Lazy<Task<string?>>(BuildAsync);

    /// <summary>Something that lies beside the repository; null where it does not.</summary>
    public static string? Beside(string path) =>
        Path.GetFullPath(RepositoryRoot.Beneath("..", path)) is var found && Path.Exists(found) ? found : null;

    /// <summary>The prefix of an environment; skips the test where none can be built.</summary>
    public async Task<string> PrefixAsync(string name)
    {
        var problem = await _built.Value;
        Prerequisite.Require(problem == null, problem ?? "");
        return $"{_directory!.Path}/envs/{name}";
    }

    public ValueTask DisposeAsync()
    {
        _directory?.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<string?> BuildAsync()
    {
        if (Beside(Generator) is not { } generator)
            return $"No conda environments to pack: {Generator} is not beside the repository.";
        if (!Shell.Has("python3"))
            return "No conda environments to pack: there is no python3.";
        // Placeholders of the interpreter are as long as its own path, so the environments need a shorter one.
        _directory = new TemporaryDirectory();
        var result = await Shell.RunAsync("python3", [generator, "--root", _directory.Path]);
        // Nobody else may look in: what runs from an archive must not need it.
        File.SetUnixFileMode(_directory.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        if (result.ExitCode != 0)
            return $"No conda environments to pack: {result.Errors.Trim()}";
        await AddHardLinksAsync($"{_directory.Path}/envs/hardlink");
        return null;
    }

    // The generator rewrites each name by itself; real installers leave one file under two names, in one directory and in two.
    private static async Task AddHardLinksAsync(string prefix)
    {
        foreach (var (first, second) in ((string, string)[])[("bin/hl-a", "bin/hl-b"), ("bin/hl-a", "share/hl-c"), ("share/same-a", "etc/same-c")])
        {
            File.Delete($"{prefix}/{second}");
            await Shell.OutputOfAsync("ln", [$"{prefix}/{first}", $"{prefix}/{second}"]);
        }
    }
}
