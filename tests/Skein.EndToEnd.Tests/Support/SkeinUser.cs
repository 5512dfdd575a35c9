namespace Skein.EndToEnd.Tests.Support;

/// <summary>A user at a shell of his own: settings in a folder that goes with him, and the cluster of the test run.</summary>
internal sealed class SkeinUser : IDisposable
{
    /// <summary>Who a test is where it does not matter.</summary>
    public const string DefaultName = "testuser";

    private readonly Dictionary<string, string?> _environment;

    public SkeinUser(string? configuration, string? name = null, string? tokens = null)
    {
        Directory.CreateDirectory(Folder);
        Name = name ?? DefaultName;
        _environment = new Dictionary<string, string?>
        {
            ["HOME"] = Folder,
            ["SKEIN_CONFIG"] = Path.Combine(Folder, "config"),
            ["XDG_CACHE_HOME"] = Path.Combine(Folder, "cache"),
            ["HADOOP_CONF_DIR"] = configuration,
            ["YARN_CONF_DIR"] = null,
            ["HADOOP_HOME"] = null,
            ["HADOOP_USER_NAME"] = Name,
            ["HADOOP_TOKEN_FILE_LOCATION"] = tokens,
        };
    }

    /// <summary>Whom the cluster sees.</summary>
    public string Name { get; }

    /// <summary>For files of the test; removed with the user.</summary>
    public string Folder { get; } = Path.Combine(Path.GetTempPath(), $"skein-test-{Guid.NewGuid():N}");

    public IReadOnlyDictionary<string, string?> Environment => _environment;

    /// <summary>Sets a variable of the user's environment; null takes it away.</summary>
    public SkeinUser With(string variable, string? value)
    {
        _environment[variable] = value;
        return this;
    }

    public Task<CommandResult> RunAsync(params string[] arguments) => SkeinProcess.RunAsync(_environment, arguments);

    public Task<CommandResult> RunWithInputAsync(string input, params string[] arguments) =>
        SkeinProcess.RunAsync(RepositoryPaths.Binary, arguments, _environment, input);

    /// <summary>Writes a specification and returns its path.</summary>
    public string Specification(string yaml, string name = "spec.yaml")
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllText(path, yaml);
        return path;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
