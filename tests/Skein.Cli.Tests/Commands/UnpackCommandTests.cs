namespace Skein.Cli.Tests.Commands;

/// <summary>The whole command on an environment of one file that names its place.</summary>
public sealed class UnpackCommandTests : IDisposable
{
    private const string Packed = "/packed";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("skein-cli-");
    private readonly StringWriter _output = new() { NewLine = "\n" };
    private readonly StringWriter _error = new() { NewLine = "\n" };
    private readonly Dictionary<string, string> _variables = [];

    public UnpackCommandTests()
    {
        Directory.CreateDirectory(Path.Combine(Root, "etc"));
        File.WriteAllText(Place, $"here={Packed}\n");
        WriteState("etc/place");
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Root => Path.Combine(_directory.FullName, "environment");

    private string Place => Path.Combine(Root, "etc", "place");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task Files_get_the_path_and_a_second_time_there_is_nothing_to_do()
    {
        Assert.Equal(0, await UnpackAsync(Root));
        Assert.Equal($"here={Root}\n", await File.ReadAllTextAsync(Place, Cancellation));
        Assert.Equal(0, await UnpackAsync(Root));
        Assert.Equal($"Rewrote 1 file of {Root}\nNothing to do: {Root} is unpacked already\n", _error.ToString());
        Assert.Equal("", _output.ToString());
    }

    [Fact]
    public async Task A_slash_at_the_end_of_the_directory_is_no_part_of_the_path()
    {
        Assert.Equal(0, await UnpackAsync($"{Root}/"));
        Assert.Equal($"here={Root}\n", await File.ReadAllTextAsync(Place, Cancellation));
    }

    [Fact]
    public async Task Files_get_the_path_that_is_given()
    {
        Assert.Equal(0, await UnpackAsync(Root, "--prefix", "/opt/there"));
        Assert.Equal("here=/opt/there\n", await File.ReadAllTextAsync(Place, Cancellation));
    }

    [Theory]
    [InlineData("relative", "'relative' is not an absolute path")]
    [InlineData("/", "'/' is no directory for an environment")]
    [InlineData("/two\nlines", "is not an absolute path in one line")]
    public async Task A_path_no_environment_can_have_is_refused(string prefix, string message)
    {
        Assert.Equal(2, await UnpackAsync(Root, "--prefix", prefix));
        Assert.StartsWith("Error: ", _error.ToString(), StringComparison.Ordinal);
        Assert.Contains(message, _error.ToString(), StringComparison.Ordinal);
        Assert.Equal($"here={Packed}\n", await File.ReadAllTextAsync(Place, Cancellation));
    }

    [Theory]
    [InlineData("CONDA_PREFIX")]
    [InlineData("VIRTUAL_ENV")]
    public async Task Without_a_directory_the_active_environment_is_meant(string variable)
    {
        _variables[variable] = Root;
        Assert.Equal(0, await UnpackAsync());
        Assert.Equal($"Rewrote 1 file of {Root}\n", _error.ToString());
    }

    [Fact]
    public async Task Without_any_environment_the_error_says_what_to_give()
    {
        _variables["CONDA_PREFIX"] = _directory.FullName;
        Assert.Equal(2, await UnpackAsync());
        Assert.StartsWith("Error: The current directory is not an environment", _error.ToString(), StringComparison.Ordinal);
        Assert.Contains("give the directory", _error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("gone")]
    public async Task A_directory_that_is_no_unpacked_environment_is_named(string name)
    {
        var path = Path.TrimEndingDirectorySeparator(Path.Combine(_directory.FullName, name));
        Assert.Equal(2, await UnpackAsync(path));
        Assert.StartsWith($"Error: '{path}' is not an environment unpacked from an archive of skein pack", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Quiet_says_nothing_but_errors()
    {
        Assert.Equal(0, await UnpackAsync(Root, "-q", "-v"));
        Assert.Equal("", _error.ToString());
        Assert.Equal(2, await UnpackAsync(_directory.FullName, "-q"));
        Assert.StartsWith("Error: ", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verbose_lists_what_is_rewritten()
    {
        Assert.Equal(0, await UnpackAsync(Root, "-v"));
        Assert.Equal($"etc/place\nRewrote 1 file of {Root}\n", _error.ToString());
    }

    [Theory]
    [InlineData(10, "")]
    [InlineData(12, "\n  and 2 more; -v shows all")]
    public async Task Of_many_files_that_are_left_alone_the_first_are_named(int count, string rest)
    {
        var names = Enumerable.Range(0, count).Select(static i => $"etc/gone-{i:00}").ToArray();
        WriteState(names);
        Assert.Equal(0, await UnpackAsync(Root));
        var expected = $"Note: {count} files are gone or were changed since the environment was packed, and were left alone:\n  "
            + string.Join("\n  ", names.Take(10)) + rest;
        Assert.StartsWith($"{expected}\nNothing to do", _error.ToString(), StringComparison.Ordinal);

        await UnpackAsync(Root, "-v");
        Assert.EndsWith($"  {names[^1]}\nNothing to do: {Root} is unpacked already\n", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_than_one_directory_is_a_wrong_use() => Assert.NotEqual(0, await UnpackAsync(Root, _directory.FullName));

    private void WriteState(params string[] names)
    {
        Directory.CreateDirectory(Path.Combine(Root, ".skein"));
        var files = names.Select(static name => $$"""{"path":"{{name}}","size":13,"text":"{{Packed}}","occurrences":[5]}""");
        File.WriteAllText(Path.Combine(Root, ".skein", "relocation.json"), $$"""{"version":1,"prefixes":[""],"files":[{{string.Join(",\n", files)}}]}""");
    }

    private Task<int> UnpackAsync(params string[] arguments) => SkeinCommandLine.RunAsync(["unpack", .. arguments], new CommandContext
    {
        Output = _output,
        Error = _error,
        Input = static () => Stream.Null,
        RawOutput = static () => Stream.Null,
        Environment = name => _variables.GetValueOrDefault(name),
    });
}
