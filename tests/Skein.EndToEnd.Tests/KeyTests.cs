using System.Text.Json;
using Skein.EndToEnd.Tests.Support;

namespace Skein.EndToEnd.Tests;

/// <summary>The key-value store from a shell: transactions, and changes as they come.</summary>
[Collection(ClusterTests.Name)]
[Trait(ClusterTests.Needs, ClusterTests.AnyCluster)]
public sealed class KeyTests(RealCluster cluster)
{
    private const string Lock = """
        {"if": [{"key": "lock", "value": null}],
         "then": [{"put": {"key": "lock", "value": "mine", "owner": "idle_0"}}],
         "else": [{"get": {"key": "lock"}}]}
        """;

    [Fact]
    public async Task Lock_is_taken_once_and_every_change_is_seen()
    {
        using var user = cluster.User();
        await using var application = await TestApplication.SubmitAsync(user, user.Specification("""
            services:
              idle:
                resources: {memory: 64 MiB, vcores: 1}
                script: exec sleep 600
            """));
        var id = application.Id;
        await application.ContainersAsync(all => all.Count(c => c.State == "RUNNING") == 1);

        using var watch = SkeinProcess.Start(RepositoryPaths.Binary, ["kv", "watch", id, "--json"], user.Environment);
        var first = watch.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask();
        // Nothing tells that the watch is in place but the first change that it shows.
        while (!first.IsCompleted)
            (await user.RunAsync("kv", "put", id, "--key", "first", "--value", "x")).Successful();
        Assert.Equal("first", Key((await first)!));

        var taken = Json(await user.RunWithInputAsync(Lock, "kv", "txn", id));
        Assert.True(taken.GetProperty("succeeded").GetBoolean());
        await File.WriteAllTextAsync(Path.Combine(user.Folder, "lock.json"), Lock, TestContext.Current.CancellationToken);
        var refused = Json(await user.RunAsync("kv", "txn", id, Path.Combine(user.Folder, "lock.json")));
        Assert.False(refused.GetProperty("succeeded").GetBoolean());
        var holder = refused.GetProperty("results")[0].GetProperty("entries")[0];
        Assert.Equal(("mine", "idle_0"), (holder.GetProperty("value").GetString(), holder.GetProperty("owner").GetString()));

        var line = await NextAsync();
        while (Key(line) == "first")
            line = await NextAsync();
        Assert.Equal(("PUT", "lock"), (JsonDocument.Parse(line).RootElement.GetProperty("type").GetString(), Key(line)));
        // The lock goes with its owner.
        (await user.RunAsync("container", "kill", id, "--id", "idle_0")).Successful();
        line = await NextAsync();
        Assert.Equal(("DELETE", "lock"), (JsonDocument.Parse(line).RootElement.GetProperty("type").GetString(), Key(line)));

        await application.FinishedAsync();
        await watch.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, watch.ExitCode);

        async Task<string> NextAsync() => (await watch.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken))!;
    }

    [Fact]
    public async Task Watch_from_a_revision_on_shows_what_happened_since()
    {
        using var user = cluster.User();
        await using var application = await TestApplication.SubmitAsync(user, user.Specification("""
            services:
              idle:
                resources: {memory: 64 MiB, vcores: 1}
                script: exec sleep 600
            """));
        var id = application.Id;
        foreach (var key in (string[])["a", "b", "c"])
            (await user.RunAsync("kv", "put", id, "--key", key, "--value", key)).Successful();

        var all = await WatchAsync(user, id, "1", 3);
        Assert.Equal(["a", "b", "c"], all.Select(Key));
        var second = JsonDocument.Parse(all[1]).RootElement.GetProperty("revision").GetInt64();
        Assert.Equal(["b", "c"], (await WatchAsync(user, id, $"{second}", 2)).Select(Key));
    }

    private static async Task<IReadOnlyList<string>> WatchAsync(SkeinUser user, string id, string since, int count)
    {
        using var watch = SkeinProcess.Start(RepositoryPaths.Binary, ["kv", "watch", id, "--since", since, "--json"], user.Environment);
        try
        {
            var lines = new List<string>();
            while (lines.Count < count)
                lines.Add((await watch.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken))!);
            return lines;
        }
        finally
        {
            watch.Kill();
        }
    }

    private static string Key(string line) => JsonDocument.Parse(line).RootElement.GetProperty("key").GetString()!;

    private static JsonElement Json(CommandResult result) => JsonDocument.Parse(result.Successful().Output).RootElement;
}
