using System.Text.Json;
using Skein.EndToEnd.Tests.Support;

namespace Skein.EndToEnd.Tests;

/// <summary>Who may see and who may change an application, as its own access lists say.</summary>
[Collection(ClusterTests.Name)]
[Trait(ClusterTests.Needs, ClusterTests.AnyCluster)]
public sealed class AccessListTests(RealCluster cluster)
{
    [Fact]
    public async Task Others_see_and_change_an_application_as_its_access_lists_say()
    {
        using var owner = cluster.User();
        await using var application = await TestApplication.SubmitAsync(owner, owner.Specification("""
            acls: {enable: true, view_users: [viewer], modify_users: [modifier]}
            services:
              idle:
                resources: {memory: 64 MiB, vcores: 1}
                script: exec sleep 600
            """));
        var id = application.Id;
        await application.ContainersAsync(all => all.Any(c => c.State == "RUNNING"));
        using var viewer = cluster.User("viewer");
        using var modifier = cluster.User("modifier");
        using var stranger = cluster.User("stranger");

        Assert.True((await ReportAsync(viewer, id)).GetProperty("port").GetInt32() > 0);
        Assert.Equal("N/A", (await ReportAsync(stranger, id)).GetProperty("host").GetString());
        (await stranger.RunAsync("config", "gencerts")).Successful();
        await RefusedAsync(stranger, $"Error: {id} belongs to {owner.Name}, and YARN keeps its address from stranger", "kv", "ls", id);
        // Seeing where it is does not open it: that takes the owner's certificate pair.
        (await viewer.RunAsync("config", "gencerts")).Successful();
        await RefusedAsync(viewer, "Error: ", "kv", "ls", id);

        await RefusedAsync(viewer, $"Error: {id} can not be killed: User viewer cannot perform operation MODIFY_APP", "kill", id);
        await RefusedAsync(viewer, $"Error: {id} can not be moved to 'apples': User viewer cannot", "application", "mv", id, "apples");
        (await modifier.RunAsync("application", "mv", id, "apples")).Successful();
        Assert.Equal("apples", (await ReportAsync(owner, id)).GetProperty("queue").GetString());
        (await modifier.RunAsync("kill", id)).Successful();
        Assert.Equal("KILLED", (await application.FinishedAsync()).GetProperty("state").GetString());
    }

    private static async Task<JsonElement> ReportAsync(SkeinUser user, string id) =>
        JsonDocument.Parse((await user.RunAsync("status", id, "--json")).Successful().Output).RootElement;

    private static async Task RefusedAsync(SkeinUser user, string start, params string[] command)
    {
        var result = await user.RunAsync(command);
        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        Assert.StartsWith(start, result.Error);
        Assert.DoesNotContain("java.", result.Error);
    }
}
