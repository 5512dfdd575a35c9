using System.Text.Json;
using Skein.Packer;

namespace Skein.Cli.Tests.Commands;

/// <summary>The whole command on a small folder.</summary>
public sealed class PackCommandTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("skein-cli-");
    private readonly StringWriter _output = new() { NewLine = "\n" };
    private readonly StringWriter _error = new() { NewLine = "\n" };

    public PackCommandTests()
    {
        Directory.CreateDirectory(Source);
        File.WriteAllText(Path.Combine(Source, "b"), "text");
        File.WriteAllText(Path.Combine(Source, "a"), "text");
    }

    private string Source => Path.Combine(_directory.FullName, "app");

    private string Archive => Path.Combine(_directory.FullName, "app.tar.gz");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task Packing_says_two_lines_and_none_of_them_on_the_standard_output()
    {
        Assert.Equal(0, await PackAsync());
        Assert.Equal("", _output.ToString());
        var lines = _error.ToString().TrimEnd('\n').Split('\n');
        Assert.Equal(2, lines.Length);
        Assert.Equal($"Packing folder '{Source}' to '{Archive}'", lines[0]);
        Assert.StartsWith("Packed 2 files, ", lines[1], StringComparison.Ordinal);
        Assert.True(File.Exists(Archive));
    }

    [Fact]
    public async Task Quiet_says_nothing()
    {
        Assert.Equal(0, await PackAsync("-q"));
        Assert.Equal(("", ""), (_output.ToString(), _error.ToString()));
    }

    [Fact]
    public async Task Quiet_still_warns()
    {
        File.CreateSymbolicLink(Path.Combine(Source, "link"), "gone");
        Assert.Equal(0, await PackAsync("-q"));
        Assert.StartsWith("Warning: The link 'link'", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Json_is_all_there_is_on_the_standard_output()
    {
        Assert.Equal(0, await PackAsync("--json"));
        using var document = JsonDocument.Parse(_output.ToString());
        Assert.Equal(Archive, document.RootElement.GetProperty("output").GetString());
        Assert.Equal("folder", document.RootElement.GetProperty("kind").GetString());
        Assert.Equal(new FileInfo(Archive).Length, document.RootElement.GetProperty("bytesOut").GetInt64());
        Assert.Equal(0, document.RootElement.GetProperty("problems").GetArrayLength());
    }

    [Theory]
    [InlineData(null, "file that names it and is too large to be rewritten")]
    [InlineData("/srv/x", "text that is too large to be rewritten")]
    public async Task A_text_too_large_to_be_rewritten_is_told_to_the_person_and_to_the_program(string? destination, string reason)
    {
        const int TooLarge = (16 << 20) + 1;
        Directory.CreateDirectory(Path.Combine(Source, "conda-meta"));
        await File.WriteAllTextAsync(Path.Combine(Source, "large"), $"home={Source}\n{new string('x', TooLarge)}", TestContext.Current.CancellationToken);
        string[] place = destination == null ? [] : ["--dest-prefix", destination];
        Assert.Equal(0, await SkeinCommandLine.RunAsync(["pack", "-p", Source, "--dry-run", "--json", .. place], Context()));
        Assert.Contains($"\nNote: 1 file keeps paths of this machine:\n  large: {reason}\n", _error.ToString(), StringComparison.Ordinal);
        using var document = JsonDocument.Parse(_output.ToString());
        var note = Assert.Single(document.RootElement.GetProperty("staysAbsolute").EnumerateArray());
        Assert.Equal(("large", reason), (note.GetProperty("path").GetString(), note.GetProperty("reason").GetString()));
    }

    [Fact]
    public async Task A_dry_run_tells_the_exact_size_and_writes_nothing()
    {
        Assert.Equal(0, await PackAsync("--dry-run", "--json"));
        Assert.Equal(["app"], _directory.GetFileSystemInfos().Select(static entry => entry.Name));
        using var document = JsonDocument.Parse(_output.ToString());
        Assert.StartsWith("Looking through folder", _error.ToString(), StringComparison.Ordinal);
        await PackAsync();
        Assert.Equal(new FileInfo(Archive).Length, document.RootElement.GetProperty("bytesOut").GetInt64());
    }

    [Fact]
    public async Task A_list_is_the_paths_in_their_order()
    {
        Assert.Equal(0, await PackAsync("--list", "--arcroot", "x", "--exclude", "*", "--include", "b"));
        Assert.Equal(("x/b\n", ""), (_output.ToString(), _error.ToString()));
        Assert.False(File.Exists(Archive));
    }

    [Fact]
    public async Task A_pattern_may_begin_with_an_at_sign()
    {
        await File.WriteAllTextAsync(Path.Combine(Source, "@a"), "", TestContext.Current.CancellationToken);
        Assert.Equal(0, await PackAsync("--list", "--exclude", "@*"));
        Assert.Equal("a\nb\n", _output.ToString());
    }

    [Fact]
    public async Task A_list_does_not_mind_an_output_that_exists()
    {
        await File.WriteAllTextAsync(Archive, "mine", TestContext.Current.CancellationToken);
        Assert.Equal(0, await PackAsync("--list"));
        Assert.Equal("a\nb\n", _output.ToString());
    }

    [Fact]
    public async Task A_list_does_not_mind_an_output_that_can_not_be_written()
    {
        Assert.Equal(0, await SkeinCommandLine.RunAsync(["pack", "--list", "--kind", "folder", "-p", Source, "-o", "/dev/null/a.tar.gz"], Context()));
        Assert.Equal("a\nb\n", _output.ToString());
    }

    [Fact]
    public async Task An_empty_output_is_refused()
    {
        Assert.Equal(2, await SkeinCommandLine.RunAsync(["pack", "--kind", "folder", "-p", Source, "-o", ""], Context()));
        Assert.StartsWith("Error: The output is empty; give the name of a file", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_in_json_has_sizes()
    {
        Assert.Equal(0, await PackAsync("--list", "--json"));
        using var document = JsonDocument.Parse(_output.ToString());
        Assert.Equal(4, document.RootElement.GetProperty("entries")[1].GetProperty("size").GetInt64());
    }

    [Fact]
    public async Task Problems_are_told_to_the_person_and_to_the_program()
    {
        await File.WriteAllTextAsync(Archive, "mine", TestContext.Current.CancellationToken);
        Assert.Equal(2, await PackAsync("--json"));
        Assert.StartsWith($"Error: The output '{Archive}' exists", _error.ToString(), StringComparison.Ordinal);
        using var document = JsonDocument.Parse(_output.ToString());
        var problem = Assert.Single(document.RootElement.GetProperty("problems").EnumerateArray());
        Assert.Equal("mine", await File.ReadAllTextAsync(Archive, TestContext.Current.CancellationToken));
        Assert.Contains("exists", problem.GetProperty("message").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-o", "-")]
    [InlineData("--list")]
    [InlineData("--json")]
    public async Task A_closed_standard_output_is_told_before_anything_is_done(params string[] arguments)
    {
        string[] command = ["pack", "--kind", "folder", "-p", Source, "--no-cache", .. arguments];
        Assert.Equal(1, await SkeinCommandLine.RunAsync(command, Context() with { IsOutputClosed = true }));
        Assert.Equal("Error: The standard output is closed; redirect it to a file or a program\n", _error.ToString());
        Assert.False(File.Exists(Archive));
    }

    [Theory]
    [InlineData("--list")]
    [InlineData("--list", "--json")]
    [InlineData("--dry-run", "--json")]
    public async Task A_standard_output_that_takes_nothing_is_named(params string[] arguments)
    {
        await using var full = new StreamWriter(new FileStream("/dev/full", FileMode.Open, FileAccess.Write, FileShare.ReadWrite, 0), bufferSize: 16) { AutoFlush = true };
        string[] command = ["pack", "--kind", "folder", "-p", Source, "-q", .. arguments];
        Assert.Equal(1, await SkeinCommandLine.RunAsync(command, Context() with { Output = full }));
        Assert.StartsWith("Error: The standard output can not be written to: No space left on device", _error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--compress-level", "12")]
    [InlineData("-j", "0")]
    [InlineData("--compress-level", "x")]
    [InlineData("--format", "rar")]
    [InlineData("--nonsense")]
    [InlineData("--exclude")]
    [InlineData("stray")]
    public async Task Wrong_usage_ends_with_2_and_one_sentence(params string[] arguments)
    {
        Assert.Equal(2, await PackAsync(arguments));
        Assert.Equal("", _output.ToString());
        Assert.StartsWith("Error: ", _error.ToString(), StringComparison.Ordinal);
        Assert.False(File.Exists(Archive));
    }

    [Fact]
    public async Task The_help_is_grouped_and_names_every_option()
    {
        Assert.Equal(0, await SkeinCommandLine.RunAsync(["pack", "--help"], Context()));
        var help = _output.ToString();
        Assert.All(
            ["--name", "--prefix", "--output", "--arcroot", "--dest-prefix", "--parcel-root", "--format", "--n-threads", "--exclude", "--json", "--quiet", "--help"],
            name => Assert.Contains(name, help, StringComparison.Ordinal));
        Assert.Contains("\nLooking:\n", help, StringComparison.Ordinal);
        Assert.All(help.Split('\n'), static line => Assert.InRange(line.Length, 0, 110));
    }

    private Task<int> PackAsync(params string[] arguments) =>
        SkeinCommandLine.RunAsync(["pack", "--kind", "folder", "-p", Source, "-o", Archive, "--no-cache", .. arguments], Context());

    private CommandContext Context() => new()
    {
        Output = _output,
        Error = _error,
        Input = static () => Stream.Null,
        RawOutput = static () => Stream.Null,
        Environment = static _ => null,
    };
}
