using Skein.EndToEnd.Tests.Support;

namespace Skein.EndToEnd.Tests;

/// <summary>
/// Looking after applications in another user's name, which the cluster allows some. On the embedded cluster nobody acts for another: a token
/// is good for its own user only.
/// </summary>
[Collection(ClusterTests.Name)]
public sealed class OtherUserTests(RealCluster cluster)
{
    [Fact]
    public async Task Application_of_another_user_is_killed_and_read_in_his_name_only()
    {
        var hdfs = new WebHdfs(cluster.Configuration);
        await hdfs.PutAsync("/user/bob", "op=MKDIRS");
        await hdfs.PutAsync("/user/bob", "op=SETOWNER&owner=bob");
        using var bob = cluster.User("bob");
        using var user = cluster.User();
        await using var application = await TestApplication.SubmitAsync(bob, bob.Specification("""
            services:
              idle:
                resources: {memory: 64 MiB, vcores: 1}
                script: |
                  echo "bob was here"
                  exec sleep 600
            """));
        await application.ContainersAsync(all => all.Count(c => c.State == "RUNNING") == 1);
        // A container counts as running before its script has begun.
        await application.OutputAsync(text => text.Contains("bob was here"), "container", "logs", application.Id, "--id", "idle_0");

        var refused = await user.RunAsync("kill", application.Id);
        Assert.Equal(1, refused.ExitCode);
        (await user.RunAsync("kill", application.Id, "--user", "bob")).Successful();
        Assert.Equal("KILLED", (await application.FinishedAsync()).GetProperty("state").GetString());
        Assert.False(await hdfs.ExistsAsync($"/user/bob/.skein/{application.Id}"));

        await application.LogsAsync(text => text.Contains("bob was here"));
        Assert.Contains("bob was here", (await user.RunAsync("logs", application.Id, "--user", "bob")).Successful().Output);
        // Who may not act for others is told so.
        var nobody = await bob.RunAsync("logs", application.Id, "--user", "testuser");
        Assert.Equal(1, nobody.ExitCode);
        Assert.Contains("impersonate", nobody.Error);
    }
}
