using System.Diagnostics;
using Skein.EndToEnd.Tests.Support;

namespace Skein.EndToEnd.Tests;

/// <summary>The published binary before any cluster comes into play.</summary>
public sealed class CommandLineTests
{
    [Fact]
    public async Task Help_names_every_command()
    {
        using var user = new SkeinUser(configuration: null);
        var help = (await user.RunAsync("--help")).Successful().Output;
        Assert.All(
            ["pack", "submit", "ls", "status", "logs", "kill", "application", "container", "kv", "queue", "node", "driver", "shim", "config"],
            command => Assert.Matches($@"(?m)^  {command}\b", help));
    }

    [Theory]
    [InlineData("frobnicate")]
    [InlineData("submit")]
    [InlineData("application", "ls", "--frobnicate")]
    [InlineData("container", "scale", "application_1_0001", "-s", "a", "-n", "many")]
    [InlineData("kv")]
    [InlineData("kv", "put", "application_1_0001", "--key", "", "--value", "x")]
    public async Task Wrong_usage_ends_with_2_and_says_so_on_standard_error(params string[] arguments)
    {
        using var user = new SkeinUser(configuration: null);
        var result = await user.RunAsync(arguments);
        Assert.Equal(2, result.ExitCode);
        Assert.Equal("", result.Output);
        Assert.StartsWith("Error: ", result.Error);
    }

    [Fact]
    public async Task Ten_errors_of_a_specification_are_all_shown_with_their_places()
    {
        using var user = new SkeinUser(configuration: null);
        var path = user.Specification("""
            name: [1]
            queue: {}
            max_attempts: 0
            tag: [a]
            services:
              one:
                resources: {memory: lots, vcores: 0}
                instances: -1
                depends: [tow]
                env: {PORT: 80}
                files: {a/b: x}
                script: ""
            """);
        var result = await user.RunAsync("submit", path);
        Assert.Equal(2, result.ExitCode);
        Assert.Equal("", result.Output);
        var lines = result.Error.TrimEnd('\n').Split('\n');
        Assert.True(lines.Length >= 10, result.Error);
        Assert.All(lines, line => Assert.Matches($@"^{path}:[0-9]+:[0-9]+: \S+: .+", line));
    }

    [Fact]
    public async Task Missing_specification_is_named()
    {
        using var user = new SkeinUser(configuration: null);
        var path = Path.Combine(user.Folder, "nowhere.yaml");
        var result = await user.RunAsync("submit", path);
        Assert.Equal(2, result.ExitCode);
        Assert.Contains(path, result.Error);
    }

    [Fact]
    public async Task Certificates_are_made_once_and_replaced_only_by_force()
    {
        using var user = new SkeinUser(configuration: null);
        var key = Path.Combine(user.Folder, "config", "skein.pem");
        (await user.RunAsync("config", "gencerts")).Successful();
        var first = await File.ReadAllTextAsync(key, TestContext.Current.CancellationToken);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(key));

        var refused = await user.RunAsync("config", "gencerts");
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("--force", refused.Error);
        Assert.Equal(first, await File.ReadAllTextAsync(key, TestContext.Current.CancellationToken));

        (await user.RunAsync("config", "gencerts", "--force")).Successful();
        Assert.NotEqual(first, await File.ReadAllTextAsync(key, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Folder_is_packed_as_it_is_and_faults_of_the_disk_are_told()
    {
        using var user = new SkeinUser(configuration: null);
        var folder = Directory.CreateDirectory(Path.Combine(user.Folder, "data")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "a"), "x", TestContext.Current.CancellationToken);
        var archive = Path.Combine(user.Folder, "data.tar.gz");
        (await user.RunAsync("pack", "--kind", "folder", "-p", folder, "-o", archive)).Successful();
        Assert.True(File.Exists(archive));

        var refused = await user.RunAsync("pack", "--kind", "folder", "-p", folder, "-o", "/proc/data.tar.gz");
        // Only the superuser gets as far as to be refused by the disk itself.
        Assert.Equal(Environment.IsPrivilegedProcess ? 1 : 2, refused.ExitCode);
        Assert.Matches("(?m)^Error: .*/proc", refused.Error);
        Assert.Equal("", refused.Output);
    }

    [Fact]
    public async Task Interrupt_ends_packing_and_leaves_nothing_behind()
    {
        using var user = new SkeinUser(configuration: null);
        var folder = Directory.CreateDirectory(Path.Combine(user.Folder, "data")).FullName;
        // More than any machine packs in a second, without a byte on the disk.
        await using (var hole = File.Create(Path.Combine(folder, "hole")))
            hole.SetLength(3L << 30);
        var archive = Path.Combine(user.Folder, "out", "data.tar.gz");
        Directory.CreateDirectory(Path.GetDirectoryName(archive)!);
        using var process = SkeinProcess.Start(
            "timeout",
            ["-s", "INT", "--preserve-status", "1", RepositoryPaths.Binary, "pack", "--kind", "folder", "-p", folder, "-o", archive],
            user.Environment);
        var result = await SkeinProcess.FinishAsync(process, TestContext.Current.CancellationToken);
        Assert.Equal(130, result.ExitCode);
        Assert.EndsWith("Interrupted; nothing was left behind.\n", result.Error);
        Assert.Empty(Directory.GetFileSystemEntries(Path.GetDirectoryName(archive)!));
    }

    [Fact]
    public async Task Every_problem_of_packing_is_told_at_once()
    {
        using var user = new SkeinUser(configuration: null);
        var prefix = Directory.CreateDirectory(Path.Combine(user.Folder, "environment")).FullName;
        Directory.CreateDirectory(Path.Combine(prefix, "conda-meta"));
        await File.WriteAllTextAsync(
            Path.Combine(prefix, "conda-meta", "a-1-0.json"), """{"name": "a", "version": "1", "files": ["lib/gone"]}""", TestContext.Current.CancellationToken);
        var result = await user.RunAsync("pack", "-p", prefix, "-o", Path.Combine(user.Folder, "nowhere", "a.tar.gz"), "--json");
        Assert.Equal(2, result.ExitCode);
        Assert.Equal(2, result.Error.Split('\n').Count(line => line.StartsWith("Error: ", StringComparison.Ordinal)));
        using var document = System.Text.Json.JsonDocument.Parse(result.Output);
        Assert.Equal(2, document.RootElement.GetProperty("problems").GetArrayLength());
    }

    [Fact]
    public async Task Closed_standard_output_is_no_defect()
    {
        using var user = new SkeinUser(configuration: null);
        var result = await SkeinProcess.RunAsync(
            "/bin/sh", ["-c", "\"$0\" --help >&-", RepositoryPaths.Binary], user.Environment, input: null);
        Assert.Equal((0, ""), (result.ExitCode, result.Error));
    }

    [Fact]
    public async Task Interrupt_ends_a_put_that_waits_for_its_value()
    {
        using var user = new SkeinUser(configuration: null);
        using var process = SkeinProcess.Start(
            "timeout",
            ["-s", "INT", "--preserve-status", "1", RepositoryPaths.Binary, "kv", "put", "application_1_0001", "--key", "k"],
            user.Environment);
        var result = await SkeinProcess.FinishAsync(process, TestContext.Current.CancellationToken);
        Assert.Equal(130, result.ExitCode);
        Assert.StartsWith("Interrupted", result.Error);
    }

    [Fact]
    public async Task Submission_refuses_a_pipe_among_its_files()
    {
        using var user = new SkeinUser(configuration: null);
        var pipe = Path.Combine(user.Folder, "pipe");
        (await SkeinProcess.RunAsync("mkfifo", [pipe], user.Environment, input: null)).Successful();
        (await user.RunAsync("config", "gencerts")).Successful();
        await File.WriteAllTextAsync(
            Path.Combine(user.Folder, "core-site.xml"),
            "<configuration><property><name>fs.defaultFS</name><value>hdfs://localhost:1</value></property></configuration>",
            TestContext.Current.CancellationToken);
        var path = user.Specification("services: {one: {resources: {memory: 64 MiB, vcores: 1}, files: {p: pipe}, script: x}}");
        await Refusal.AssertAsync(user, 2, [$"{pipe} can not be read: it is a pipe, a socket or a device"], "submit", path, "--conf", user.Folder);
    }

    [Fact]
    public async Task Current_outside_a_container_is_explained()
    {
        using var user = new SkeinUser(configuration: null);
        (await user.RunAsync("config", "gencerts")).Successful();
        var result = await user.RunAsync("kv", "ls", "current");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("'current'", result.Error);
    }

    [Fact]
    public async Task Missing_configuration_names_the_ways_to_give_one()
    {
        using var user = new SkeinUser(configuration: null);
        var result = await user.RunAsync("ls", "--conf", Path.Combine(user.Folder, "nowhere"));
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("nowhere", result.Error);
    }
}
