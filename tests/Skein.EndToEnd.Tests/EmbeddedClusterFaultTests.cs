using System.Diagnostics;
using System.Text.Json;
using Skein.EndToEnd.Tests.Support;

namespace Skein.EndToEnd.Tests;

/// <summary>The embedded cluster in hostile surroundings. Each test has one of its own.</summary>
public sealed class EmbeddedClusterFaultTests : IAsyncDisposable
{
    private const string Sleeper = """
        max_attempts: 2
        services:
          sleeper:
            resources: {memory: 64 MiB, vcores: 1}
            script: exec sleep 600
        """;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(20);

    private readonly SkeinUser _user = new(configuration: null, Environment.UserName);
    private readonly List<string> _mounted = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private string Config => Path.Combine(_user.Folder, "config");

    private string Root => Path.Combine(Config, "cluster");

    [Theory]
    [InlineData("starting")]
    [InlineData("submitted")]
    [InlineData("running")]
    public async Task A_cluster_that_is_killed_leaves_nothing_running_and_the_next_command_works(string moment)
    {
        var id = "";
        if (moment == "starting")
        {
            using var starting = SkeinProcess.Start(RepositoryPaths.Binary, ["cluster", "start", "--foreground"], _user.Environment);
            while (!File.Exists(Path.Combine(Root, "lock")))
                await Task.Delay(Poll, Cancellation);
            starting.Kill();
            await starting.WaitForExitAsync(Cancellation);
        }
        else
        {
            id = await SubmitAsync();
            if (moment == "running")
                await AwaitSleeperAsync(id);
            await KillAsync();
        }

        await AwaitNoProcessAsync();
        var listed = JsonDocument.Parse((await _user.RunAsync("ls", "--all", "--json")).Successful().Output).RootElement;
        Assert.Equal(id.Length == 0 ? [] : [(id, "KILLED")], listed.EnumerateArray().Select(
            application => (application.GetProperty("id").GetString(), application.GetProperty("state").GetString())));
        Assert.NotEqual("", await SubmitAsync());
    }

    [Fact]
    public async Task A_killed_application_master_is_replaced_and_a_killed_container_told()
    {
        await using var application = new TestApplication(_user, await SubmitAsync());
        await application.ContainersAsync(static all => all.Count(static container => container.State == "RUNNING") == 1);
        using (var master = Process.GetProcessById(Find("./skein am ", application.Id)[0]))
            master.Kill();
        await application.ReportAsync(
            report => report.GetProperty("state").GetString() == "RUNNING" && Find("./skein am ", application.Id) is [_], "second master");
        await AwaitSleeperAsync(application.Id);
        using (var sleeper = Process.GetProcessById(Find("sleep 600", application.Id)[0]))
            sleeper.Kill();
        Assert.Equal("FAILED", (await application.FinishedAsync()).GetProperty("final_status").GetString());
    }

    [Fact]
    public async Task A_node_where_nothing_starts_is_asked_for_no_more()
    {
        (await _user.RunAsync("cluster", "start", "--node", "rack=/a", "--node", "rack=/b", "--node", "rack=/c")).Successful();
        // The second node can make no directory for anybody.
        var users = Path.Combine(Root, "node", "2", "local", "usercache");
        Directory.Delete(users, recursive: true);
        await File.WriteAllTextAsync(users, "", Cancellation);
        await using var application = await TestApplication.SubmitAsync(_user, _user.Specification("""
            master: {resources: {memory: 64 MiB, vcores: 1}}
            services:
              sleeper:
                instances: 6
                max_restarts: -1
                placement: {max_per_node: 2}
                resources: {memory: 64 MiB, vcores: 1}
                script: exec sleep 600
            """));
        var containers = await application.PlacedAsync(static all =>
            all.Count(static container => container.State == "RUNNING") == 4 && all.Count(static container => container.State == "REQUESTED") == 2
            && all.Count(static container => container.State == "FAILED") >= 3);
        Assert.DoesNotContain(containers, static container => container is { State: "RUNNING", Host: "127.0.0.2" });
        // Beside the third failure another container may have been on its way, and none after it.
        (await _user.RunAsync("container", "scale", application.Id, "--service", "sleeper", "--number", "7")).Successful();
        containers = await application.PlacedAsync(static all => all.Count(static container => container.State == "REQUESTED") == 3);
        Assert.InRange(containers.Count(static container => container.State == "FAILED"), 3, 4);
    }

    [Fact]
    public async Task Its_place_may_be_called_anything_and_nothing_beside_it_is_touched()
    {
        var beside = Path.Combine(_user.Folder, "data", "thesis");
        Directory.CreateDirectory(Path.GetDirectoryName(beside)!);
        await File.WriteAllTextAsync(beside, "years of work", Cancellation);
        var environment = new Dictionary<string, string?>(_user.Environment)
        {
            ["SKEIN_CONFIG"] = Path.Combine(_user.Folder, "data;it's \"$HOME\" `R&D` #1 \\ {{2}}"),
        };
        try
        {
            var specification = _user.Specification("""
                services:
                  hello:
                    resources: {memory: 64 MiB, vcores: 1}
                    script: echo hello from "$PWD"
                """);
            var id = (await SkeinProcess.RunAsync(environment, "submit", specification)).Successful().Text;
            JsonElement report;
            do
            {
                report = JsonDocument.Parse((await SkeinProcess.RunAsync(environment, "status", id, "--json")).Successful().Output).RootElement;
            }
            while (report.GetProperty("final_status").GetString() == "UNDEFINED");
            Assert.Equal("SUCCEEDED", report.GetProperty("final_status").GetString());
            Assert.Contains($"hello from {environment["SKEIN_CONFIG"]}/", (await SkeinProcess.RunAsync(environment, "logs", id)).Successful().Output);
        }
        finally
        {
            await SkeinProcess.RunAsync(environment, "cluster", "stop");
        }

        Assert.True(File.Exists(beside));
    }

    [Fact]
    public async Task On_a_full_disk_nothing_starts_and_all_goes_on_when_there_is_room()
    {
        await MountAsync("size=2m");
        var filler = await FillAsync();
        AssertOneSentence("the disk is full", await _user.RunAsync("ls"));
        File.Delete(filler);
        (await _user.RunAsync("ls")).Successful();
    }

    [Fact]
    public async Task A_disk_that_becomes_full_loses_no_application()
    {
        await MountAsync("size=128m");
        var id = await SubmitAsync();
        await AwaitSleeperAsync(id);
        var filler = await FillAsync();
        AssertOneSentence("the disk is full", await _user.RunAsync("submit", _user.Specification(Sleeper)));
        (await _user.RunAsync("kill", id)).Successful();
        var report = JsonDocument.Parse((await _user.RunAsync("status", id, "--json")).Successful().Output).RootElement;
        Assert.Equal("KILLED", report.GetProperty("state").GetString());
        File.Delete(filler);
        (await _user.RunAsync("cluster", "stop")).Successful();
        Assert.Contains(id, (await _user.RunAsync("ls", "--all")).Successful().Output);
        Assert.NotEqual("", await SubmitAsync());
    }

    [Fact]
    public async Task A_place_that_can_not_be_written_to_is_named()
    {
        await MountAsync("ro");
        AssertOneSentence($"{Root} can not be written to", await _user.RunAsync("ls"));
    }

    [Fact]
    public async Task Without_a_port_it_says_so()
    {
        // A network of its own, which has fewer ports than a cluster needs.
        const string Script = "echo 32768 32769 > /proc/sys/net/ipv4/ip_local_port_range || exit 77; exec \"$0\" cluster start --foreground";
        var result = await SkeinProcess.RunAsync("unshare", ["--net", "sh", "-c", Script, RepositoryPaths.Binary], _user.Environment, null);
        Assert.SkipWhen(result.ExitCode == 77 || result.Error.StartsWith("unshare:", StringComparison.Ordinal), $"needs a network of its own: {result.Error}");
        AssertOneSentence("finds no port to listen on", result);
        // Nothing is left in the way of the next one.
        (await _user.RunAsync("ls")).Successful();
    }

    [Fact]
    public async Task Another_user_of_the_machine_reads_and_reaches_nothing()
    {
        const string Nobody = "65534";
        const string Nameless = "54321";
        Assert.SkipUnless(Environment.UserName == "root", "only root can become another user");
        (await _user.RunAsync("cluster", "start")).Successful();
        // The binary and the folder may lie where only their owner may go.
        var binary = Path.Combine(_user.Folder, "skein");
        File.Copy(RepositoryPaths.Binary, binary);
        File.SetUnixFileMode(_user.Folder, (UnixFileMode)0x1ff);
        var pages = new Uri(JsonDocument.Parse((await _user.RunAsync("cluster", "status", "--json")).Successful().Output)
            .RootElement.GetProperty("pages").GetString()!);

        foreach (var file in (string[])["credentials", "address", "conf/yarn-site.xml", "lock"])
        {
            Assert.True(File.Exists(Path.Combine(Root, file)));
            Assert.Contains("Permission denied", (await AsAsync(Nobody, Config, "cat", Path.Combine(Root, file))).Error);
        }

        AssertOneSentence("cluster", await AsAsync(Nobody, Config, binary, "cluster", "start"));
        var known = Path.Combine(_user.Folder, "known");
        Directory.CreateDirectory(known);
        // Even one who knows where it listens.
        foreach (var file in Directory.GetFiles(Path.Combine(Root, "conf")))
            await File.WriteAllTextAsync(Path.Combine(known, Path.GetFileName(file)), await File.ReadAllTextAsync(file, Cancellation), Cancellation);
        AssertOneSentence("refuses the connection", await AsAsync(Nobody, Path.Combine(known, "config"), binary, "ls", "--conf", known));
        var request = $"exec 3<>/dev/tcp/127.0.0.1/{pages.Port}; printf 'GET /cluster HTTP/1.1\\r\\nHost: 127.0.0.1\\r\\nConnection: close\\r\\n\\r\\n' >&3; cat <&3";
        Assert.StartsWith("HTTP/1.1 403", (await AsAsync(Nobody, Config, "bash", "-c", request)).Output);

        // Beside it others have their own, also those that the machine has no name for.
        foreach (var other in (string[])[Nobody, Nameless])
        {
            var own = Path.Combine(_user.Folder, $"config-{other}");
            try
            {
                Assert.Contains(other == Nameless ? Nameless : "nobody", (await AsAsync(other, own, binary, "cluster", "start")).Successful().Error
                    + string.Join(' ', Directory.GetDirectories(Path.Combine(own, "cluster", "user"))));
                (await AsAsync(other, own, binary, "ls")).Successful();
            }
            finally
            {
                await AsAsync(other, own, binary, "cluster", "stop");
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _user.RunAsync("cluster", "stop");
        await AwaitNoProcessAsync();
        foreach (var place in _mounted)
            await SkeinProcess.RunAsync("umount", [place], _user.Environment, null);
        _user.Dispose();
    }

    private static void AssertOneSentence(string expected, CommandResult result)
    {
        Assert.Equal(1, result.ExitCode);
        // Where the cluster is started for the command, a note may come first.
        var line = Assert.Single(result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries), static line => line.StartsWith("Error:", StringComparison.Ordinal));
        Assert.Contains(expected, line);
        Assert.DoesNotContain("   at ", result.Error);
    }

    private static int[] Find(string command, string text) =>
    [
        .. Processes(text).Where(process => CommandOf(process).StartsWith(command, StringComparison.Ordinal)),
    ];

    // Everything that a cluster starts has the folder of its user in its environment, and what an application starts has its id.
    private static IEnumerable<int> Processes(string text)
    {
        foreach (var directory in Directory.GetDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(directory), out var process) && Read(process, "environ").Contains(text, StringComparison.Ordinal))
                yield return process;
        }
    }

    private static string CommandOf(int process) => Read(process, "cmdline").Replace('\0', ' ');

    private static string Read(int process, string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/{file}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    private async Task<string> SubmitAsync() => (await _user.RunAsync("submit", _user.Specification(Sleeper))).Successful().Text;

    private static Task AwaitSleeperAsync(string id) => AwaitAsync(() => Find("sleep 600", id).Length > 0, () => "no container runs");

    private Task AwaitNoProcessAsync() => AwaitAsync(
        () => !Processes(_user.Folder).Any(), () => string.Join('\n', Processes(_user.Folder).Select(CommandOf)));

    private static async Task AwaitAsync(Func<bool> condition, Func<string> what)
    {
        var begun = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(begun) < Limit, what());
            await Task.Delay(Poll, Cancellation);
        }
    }

    private async Task KillAsync()
    {
        var status = JsonDocument.Parse((await _user.RunAsync("cluster", "status", "--json")).Successful().Output).RootElement;
        using var cluster = Process.GetProcessById(status.GetProperty("pid").GetInt32());
        cluster.Kill();
    }

    private async Task MountAsync(string options)
    {
        Directory.CreateDirectory(Config);
        var mounted = await SkeinProcess.RunAsync("mount", ["-t", "tmpfs", "-o", options, "skein-test", Config], _user.Environment, null);
        Assert.SkipWhen(mounted.ExitCode != 0, $"needs to mount: {mounted.Error}");
        _mounted.Add(Config);
    }

    // Until not a byte more fits.
    private async Task<string> FillAsync()
    {
        var filler = Path.Combine(Config, "filler");
        await SkeinProcess.RunAsync("dd", ["if=/dev/zero", $"of={filler}", "bs=4k"], _user.Environment, null);
        return filler;
    }

    private Task<CommandResult> AsAsync(string user, string config, params string[] command)
    {
        var environment = new Dictionary<string, string?>(_user.Environment) { ["SKEIN_CONFIG"] = config, ["HADOOP_USER_NAME"] = null };
        return SkeinProcess.RunAsync(
            "setpriv", [$"--reuid={user}", $"--regid={user}", "--clear-groups", .. command], environment, null);
    }
}
