using System.Diagnostics;
using Skein.EndToEnd.Tests.Support;

namespace Skein.EndToEnd.Tests;

/// <summary>What goes wrong between a user and a cluster: one clear sentence, the right exit status, nothing left behind.</summary>
[Collection(ClusterTests.Name)]
[Trait(ClusterTests.Needs, ClusterTests.AnyCluster)]
public sealed class RefusalTests(RealCluster cluster)
{
    [Fact]
    public async Task Missing_local_files_are_all_named_before_anything_is_sent()
    {
        using var user = cluster.User();
        var path = user.Specification("""
            services:
              one:
                resources: {memory: 64 MiB, vcores: 1}
                files: {a: gone.tar.gz, b: vanished.txt}
                script: "true"
            """);
        await Refusal.AssertAsync(user, 2, ["gone.tar.gz does not exist", "vanished.txt does not exist"], "submit", path);
    }

    [Fact]
    public async Task Unknown_queue_is_refused_with_the_queues_there_are()
    {
        using var user = cluster.User();
        await Refusal.AssertAsync(user, 2, ["there is no queue 'nowhere'", "default"], "submit", user.Specification("queue: nowhere\n" + Refusal.Specification));
    }

    [Fact]
    public async Task Queue_that_has_queues_below_it_is_refused_and_a_leaf_is_taken_by_name_or_path()
    {
        using var user = cluster.User();
        await Refusal.AssertAsync(user, 2, ["queue: 'fruit' has queues below it", "apples"], "submit", user.Specification("queue: fruit\n" + Refusal.Specification));
        foreach (var queue in (string[])["apples", "root.fruit.apples"])
        {
            await using var application = await TestApplication.SubmitAsync(user, user.Specification($"queue: {queue}\n" + Refusal.Specification));
            var report = await application.FinishedAsync();
            Assert.Equal(("apples", "SUCCEEDED"), (report.GetProperty("queue").GetString(), report.GetProperty("final_status").GetString()));
        }
    }

    [Fact]
    public async Task Resources_above_the_maximum_are_refused_before_an_upload()
    {
        using var user = cluster.User();
        var path = user.Specification(Refusal.Specification.Replace("64 MiB", "9 TiB"));
        await Refusal.AssertAsync(user, 2, ["services.one.resources.memory", "yarn.scheduler.maximum-allocation-mb"], "submit", path);
    }

    [Theory]
    [InlineData("application_1_0001", "Unknown ApplicationId")]
    [InlineData("application_x", "Invalid ApplicationId")]
    [InlineData("nonsense", "Invalid ApplicationId")]
    public async Task Wrong_application_id_is_explained(string id, string text)
    {
        using var user = cluster.User();
        foreach (var command in (string[][])[["status", id], ["kill", id], ["logs", id]])
            await Refusal.AssertAsync(user, 2, [text], command);
    }

    [Fact]
    public async Task Unreachable_ResourceManager_is_named_with_its_setting()
    {
        using var user = cluster.User();
        var port = Ports.Unused();
        var configuration = cluster.ConfigurationWith(user, ("yarn.resourcemanager.address", $"localhost:{port}"));
        await Refusal.AssertAsync(
            user, 1, [$"localhost:{port}", "yarn.resourcemanager.address"], "submit", user.Specification(Refusal.Specification), "--conf", configuration);
    }

    [Fact]
    public async Task Port_that_speaks_HTTP_is_recognised()
    {
        using var user = cluster.User();
        var configuration = cluster.ConfigurationWith(user, ("yarn.resourcemanager.address", cluster.WebAddress));
        await Refusal.AssertAsync(user, 1, ["HTTP", "yarn.resourcemanager.address"], "ls", "--conf", configuration);
    }

    [Fact]
    public async Task Other_certificate_pair_does_not_open_an_application()
    {
        using var user = cluster.User();
        await using var application = await TestApplication.SubmitAsync(
            user, user.Specification(Refusal.Specification.Replace("\"true\"", "sleep 600")));
        await application.StateAsync("RUNNING");
        (await user.RunAsync("config", "gencerts", "--force")).Successful();
        await Refusal.AssertAsync(user, 1, ["certificate"], "kv", "ls", application.Id);
    }

    [Fact]
    public async Task Missing_certificate_pair_is_explained()
    {
        using var user = cluster.User();
        await using var application = await TestApplication.SubmitAsync(
            user, user.Specification(Refusal.Specification.Replace("\"true\"", "sleep 600")));
        Directory.Delete(Path.Combine(user.Folder, "config"), recursive: true);
        await Refusal.AssertAsync(user, 2, ["skein.crt", "gencerts"], "kv", "ls", application.Id);
    }

    [Fact]
    public async Task Public_files_reach_their_container()
    {
        using var user = cluster.User();
        await File.WriteAllTextAsync(Path.Combine(user.Folder, "a b.txt"), "shared", TestContext.Current.CancellationToken);
        await using var application = await TestApplication.SubmitAsync(user, user.Specification("""
            services:
              one:
                resources: {memory: 64 MiB, vcores: 1}
                files:
                  own: a b.txt
                  everyones: {source: a b.txt, visibility: PUBLIC}
                script: cat own everyones | grep sharedshared
            """));
        Assert.Equal("SUCCEEDED", (await application.FinishedAsync()).GetProperty("final_status").GetString());
    }

    [Fact]
    public async Task Interrupted_upload_leaves_nothing_behind()
    {
        using var user = cluster.User();
        var file = Path.Combine(user.Folder, "big.bin");
        await using (var big = File.Create(file))
        {
            var block = new byte[1 << 20];
            for (var i = 0; i < 600; i++)
            {
                Random.Shared.NextBytes(block);
                await big.WriteAsync(block, TestContext.Current.CancellationToken);
            }
        }

        var path = user.Specification(Refusal.Specification.Replace("script:", "files: {big: big.bin}\n    script:"));
        using var process = SkeinProcess.Start(RepositoryPaths.Binary, ["submit", path], user.Environment);
        while (!process.HasExited && !(await cluster.StoredFilesAsync(user)).Any(IsTemporary))
            await Task.Yield();
        Assert.False(process.HasExited, "the upload was over before it could be interrupted");
        using (var kill = Process.Start("kill", ["-INT", process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]))
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        var result = await SkeinProcess.FinishAsync(process, TestContext.Current.CancellationToken);
        Assert.Equal(130, result.ExitCode);
        Assert.Equal("", result.Output);
        Assert.DoesNotContain(await cluster.StoredFilesAsync(user), file => IsTemporary(file) || file.Contains("application_"));
    }

    private static bool IsTemporary(string file) => file.Contains(".tmp", StringComparison.Ordinal);
}
