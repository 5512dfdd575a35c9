using System.Net.Sockets;
using System.Text.Json;
using Skein.EndToEnd.Tests.Support;

namespace Skein.EndToEnd.Tests;

/// <summary>What the published binary does with bad disks, bad folders and signals: it says what is wrong and leaves nothing half-written.</summary>
public sealed class PackingFaultTests : IDisposable
{
    private const string Nobody = "65534";

    private readonly SkeinUser _user = new(configuration: null);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Source => Path.Combine(_user.Folder, "source");

    private string Target => Path.Combine(_user.Folder, "target");

    private string Archive => Path.Combine(Target, "a.tar.gz");

    [Theory]
    [InlineData("INT")]
    [InlineData("TERM")]
    [InlineData("HUP")]
    [InlineData("QUIT")]
    public async Task A_signal_in_the_middle_leaves_nothing_behind(string signal)
    {
        var result = await InterruptAsync(signal);
        Assert.Equal(130, result.ExitCode);
        Assert.Contains("Interrupted; nothing was left behind", result.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(Target));
    }

    [Fact]
    public async Task A_kill_in_the_middle_leaves_no_archive_but_its_part_and_does_not_stand_in_the_way()
    {
        Assert.Equal(137, (await InterruptAsync("KILL")).ExitCode);
        Assert.EndsWith(".part", Assert.Single(Directory.GetFileSystemEntries(Target)), StringComparison.Ordinal);
        File.Delete(Path.Combine(Source, "large"));
        (await PackAsync()).Successful();
    }

    [Fact]
    public async Task A_full_disk_is_told_and_leaves_nothing_behind()
    {
        Make(incompressibleBytes: 5_000_000);
        // The disk goes with the shell that mounted it.
        const string Script = """mount -t tmpfs -o size=1m none "$2" && "$0" pack --kind folder -p "$1" -o "$2/a.tar.gz"; status=$?; ls -A "$2"; exit $status""";
        var result = await SkeinProcess.RunAsync("unshare", ["--mount", "bash", "-c", Script, RepositoryPaths.Binary, Source, Target], _user.Environment, null);
        Assert.SkipWhen(result.Error.Contains("unshare", StringComparison.Ordinal) || result.Error.Contains("mount:", StringComparison.Ordinal), "may not mount a disk");
        AssertFailed("is full", result);
        Assert.Equal("", result.Output);
    }

    [Fact]
    public async Task A_limit_of_the_size_of_files_is_told_and_leaves_nothing_behind()
    {
        Make(incompressibleBytes: 5_000_000);
        const string Script = """ulimit -f 1000; exec "$0" pack --kind folder -p "$1" -o "$2" """;
        AssertFailed("too large", await ShellAsync(Script));
        Assert.Empty(Directory.GetFileSystemEntries(Target));
    }

    [Fact]
    public async Task The_standard_output_gets_the_bytes_a_file_would()
    {
        Make(incompressibleBytes: 5_000_000);
        (await PackAsync()).Successful();
        (await ShellAsync(""" "$0" pack --kind folder -p "$1" -o - | cmp - "$2" """)).Successful();
    }

    [Theory]
    [InlineData("> /dev/full", "is full")]
    [InlineData("| true; exit ${PIPESTATUS[0]}", "Broken pipe")]
    public async Task A_standard_output_that_takes_no_more_is_told(string destination, string message)
    {
        Make(incompressibleBytes: 5_000_000);
        AssertFailed(message, await ShellAsync($""" "$0" pack --kind folder -p "$1" -o - {destination}"""));
    }

    [Theory]
    [InlineData("--list")]
    [InlineData("--list --json")]
    [InlineData("--json")]
    public async Task A_full_standard_output_is_named_whatever_goes_there(string options)
    {
        Make();
        var result = await ShellAsync($""" "$0" pack --kind folder -p "$1" -o "$2" {options} > /dev/full""");
        AssertFailed("The standard output can not be written to: No space left", result);
    }

    [Theory]
    [InlineData("-o -")]
    [InlineData("-o \"$2\" --list")]
    [InlineData("-o \"$2\" --json")]
    public async Task A_closed_standard_output_is_told_before_anything_is_done(string options)
    {
        Make();
        AssertFailed("Error: The standard output is closed", await ShellAsync($""" "$0" pack --kind folder -p "$1" {options} >&-"""));
        Assert.Empty(Directory.GetFileSystemEntries(Target));
    }

    [Fact]
    public async Task Messages_that_nobody_takes_do_not_stand_in_the_way()
    {
        Make();
        (await ShellAsync(""" "$0" pack --kind folder -p "$1" -o "$2" 2> /dev/full""")).Successful();
        Assert.Equal(2, (await ShellAsync(""" "$0" pack --kind folder -p "$1" -o "$2" 2> /dev/full""")).ExitCode);
    }

    [Fact]
    public async Task A_closed_terminal_does_not_end_what_ignores_it()
    {
        Make(incompressibleBytes: 20_000_000);
        const string Script = """trap '' HUP; mkfifo "$2"; "$0" pack --kind folder -p "$1" -o - > "$2" & { kill -HUP $!; cat > "$2.read"; } < "$2"; wait $!""";
        (await ShellAsync(Script)).Successful();
        Assert.Equal("file\nlarge\n", (await SkeinProcess.RunAsync("tar", ["-tzf", $"{Archive}.read"], _user.Environment, null)).Successful().Output);
    }

    [Fact]
    public async Task Files_of_somebody_else_are_all_named_before_anything_is_written()
    {
        Assert.SkipUnless(Environment.UserName == "root", "only root can become another user");
        Make();
        foreach (var name in (string[])["one", "two", "three"])
            await WriteAsync(name, UnixFileMode.UserRead);
        Directory.CreateDirectory(Path.Combine(Source, "closed"), UnixFileMode.UserRead);
        // The binary may lie where only its owner may go.
        var binary = Path.Combine(_user.Folder, "skein");
        File.Copy(RepositoryPaths.Binary, binary);
        File.SetUnixFileMode(Target, (UnixFileMode)0x1ff);
        var result = await SkeinProcess.RunAsync(
            "setpriv", [$"--reuid={Nobody}", $"--regid={Nobody}", "--clear-groups", binary, "pack", "--kind", "folder", "-p", Source, "-o", Archive, "--json"],
            _user.Environment, null);
        Assert.Equal(2, result.ExitCode);
        Assert.Equal(["closed/", "one", "three", "two"], Problems(result).SelectMany(static problem => problem.Details).Order(StringComparer.Ordinal));
        Assert.Empty(Directory.GetFileSystemEntries(Target));
    }

    [Fact]
    public async Task Ten_thousand_problems_are_cut_for_a_person_and_whole_for_a_program()
    {
        const int Count = 10_000;
        Make();
        Directory.CreateDirectory(Path.Combine(Source, "conda-meta"));
        var files = string.Join(',', Enumerable.Range(0, Count).Select(static i => $"\"lib/file-{i}\""));
        await File.WriteAllTextAsync(
            Path.Combine(Source, "conda-meta", "gone-1.0-0.json"), $$"""{"name": "gone", "version": "1.0", "build": "0", "files": [{{files}}]}""", Cancellation);
        var person = await _user.RunAsync("pack", "-p", Source, "-o", Archive);
        Assert.Equal(2, person.ExitCode);
        Assert.InRange(person.Error.Split('\n').Length, 10, 60);
        Assert.Contains("--json", person.Error, StringComparison.Ordinal);

        var program = await _user.RunAsync("pack", "-p", Source, "-o", Archive, "--json");
        Assert.Equal(2, program.ExitCode);
        Assert.Equal(Count, Problems(program).Sum(static problem => problem.Details.Count));
        Assert.Empty(Directory.GetFileSystemEntries(Target));
    }

    [Fact]
    public async Task What_is_no_file_is_named_and_left_out_without_being_opened()
    {
        Make();
        (await SkeinProcess.RunAsync("mkfifo", [Path.Combine(Source, "pipe")], _user.Environment, null)).Successful();
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(Path.Combine(Source, "socket")));
        var hasDevice = (await SkeinProcess.RunAsync("mknod", [Path.Combine(Source, "device"), "c", "1", "5"], _user.Environment, null)).ExitCode == 0;
        var result = (await PackAsync()).Successful();
        Assert.All(
            (string[])[hasDevice ? "device" : "pipe", "pipe", "socket"],
            name => Assert.Contains($"'{name}' is neither file, link nor directory", result.Error, StringComparison.Ordinal));
        Assert.Equal("file\n", await ListAsync());
    }

    [Theory]
    [InlineData("with blank and \"quote\" and $HOME")]
    [InlineData("grüße-日本")]
    [InlineData("nnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnnn")]
    public async Task A_folder_may_be_called_anything(string name)
    {
        Make();
        var source = Path.Combine(_user.Folder, name);
        Directory.Move(Source, source);
        var archive = Path.Combine(Target, $"{name}.tgz");
        (await _user.RunAsync("pack", "--kind", "folder", "-p", source, "-o", archive)).Successful();
        Assert.Equal([archive], Directory.GetFileSystemEntries(Target));
    }

    [Fact]
    public async Task Two_that_pack_into_one_file_do_not_mix()
    {
        Make(incompressibleBytes: 20_000_000);
        var results = await Task.WhenAll(PackAsync(), PackAsync());
        Assert.Equal([0, 2], results.Select(static result => result.ExitCode).Order());
        Assert.Equal([Archive], Directory.GetFileSystemEntries(Target));
        Assert.Equal("file\nlarge\n", await ListAsync());
    }

    [Fact]
    public async Task A_folder_that_is_no_environment_is_told_what_it_might_have_been()
    {
        Make();
        AssertRefused(Source, await _user.RunAsync("pack", "-p", Source, "-o", Archive));
        Assert.Empty(Directory.GetFileSystemEntries(Target));
    }

    public void Dispose() => _user.Dispose();

    private static void AssertRefused(string message, CommandResult result) => AssertEnded(2, message, result);

    private static void AssertFailed(string message, CommandResult result) => AssertEnded(1, message, result);

    private static void AssertEnded(int exitCode, string message, CommandResult result)
    {
        Assert.True(result.ExitCode == exitCode, $"{result.ExitCode}\n{result.Error}");
        Assert.Contains(message, result.Error, StringComparison.Ordinal);
    }

    private static List<(string Message, List<string> Details)> Problems(CommandResult result)
    {
        using var document = JsonDocument.Parse(result.Output);
        return
        [
            .. document.RootElement.GetProperty("problems").EnumerateArray().Select(static problem => (
                problem.GetProperty("message").GetString()!,
                problem.GetProperty("details").EnumerateArray().Select(static detail => detail.GetString()!).ToList())),
        ];
    }

    // The binary is $0, the folder $1, the archive $2.
    private Task<CommandResult> ShellAsync(string script) =>
        SkeinProcess.RunAsync("bash", ["-c", script, RepositoryPaths.Binary, Source, Archive], _user.Environment, null);

    // A file with a hole takes long to read and nothing of the disk.
    private async Task<CommandResult> InterruptAsync(string signal)
    {
        Make();
        await using (var hole = File.Create(Path.Combine(Source, "large")))
            hole.SetLength(64L << 30);
        using var watcher = new FileSystemWatcher(Target) { NotifyFilter = NotifyFilters.Size };
        var written = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        watcher.Changed += (_, _) => written.TrySetResult();
        watcher.EnableRaisingEvents = true;
        using var process = SkeinProcess.Start(RepositoryPaths.Binary, ["pack", "--kind", "folder", "-p", Source, "-o", Archive], _user.Environment);
        try
        {
            await Task.WhenAny(written.Task, process.WaitForExitAsync(Cancellation));
            (await SkeinProcess.RunAsync("kill", [$"-{signal}", $"{process.Id}"], _user.Environment, null)).Successful();
            return await SkeinProcess.FinishAsync(process, Cancellation);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }

    private void Make(int incompressibleBytes = 0)
    {
        Directory.CreateDirectory(Source);
        Directory.CreateDirectory(Target);
        File.WriteAllText(Path.Combine(Source, "file"), "content");
        if (incompressibleBytes == 0)
            return;
        var content = new byte[incompressibleBytes];
        new Random(1).NextBytes(content);
        File.WriteAllBytes(Path.Combine(Source, "large"), content);
    }

    private async Task WriteAsync(string name, UnixFileMode mode)
    {
        await File.WriteAllTextAsync(Path.Combine(Source, name), name, Cancellation);
        File.SetUnixFileMode(Path.Combine(Source, name), mode);
    }

    private Task<CommandResult> PackAsync() => _user.RunAsync("pack", "--kind", "folder", "-p", Source, "-o", Archive);

    private async Task<string> ListAsync() => (await SkeinProcess.RunAsync("tar", ["-tzf", Archive], _user.Environment, null)).Successful().Output;
}
