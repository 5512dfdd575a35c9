using Skein.EndToEnd.Tests.Support;

namespace Skein.EndToEnd.Tests;

/// <summary>Hadoop's own commands look after our applications, also where the cluster is ours.</summary>
[Collection(ClusterTests.Name)]
[Trait(ClusterTests.Needs, ClusterTests.AnyCluster)]
public sealed class HadoopClientTests(RealCluster cluster)
{
    private const string ApplicationCommand = "org.apache.hadoop.yarn.client.cli.ApplicationCLI";
    private const int NoHadoop = 3;

    private const string Sleeper = """
        name: sleeper
        services:
          sleeper:
            resources: {memory: 64 MiB, vcores: 1}
            script: exec sleep 600
        """;

    [Fact]
    public async Task Yarn_lists_shows_and_kills_an_application()
    {
        using var user = cluster.User();
        await using var application = await TestApplication.SubmitAsync(user, user.Specification(Sleeper));
        await application.ContainersAsync(all => all.Any(container => container.State == "RUNNING"));

        Assert.Matches($"{application.Id}\\s+sleeper\\s+skein\\s+{user.Name}\\s+root.default\\s+RUNNING", await YarnAsync(user, ApplicationCommand, "application", "-list"));
        var status = await YarnAsync(user, ApplicationCommand, "application", "-status", application.Id);
        Assert.Contains("State : RUNNING", status);
        Assert.Contains($"User : {user.Name}", status);

        await YarnAsync(user, ApplicationCommand, "application", "-kill", application.Id);
        var report = await application.FinishedAsync();
        Assert.Equal("KILLED", report.GetProperty("state").GetString());
        Assert.Contains($"was killed by user {user.Name}", report.GetProperty("diagnostics").GetString());
    }

    [Fact]
    public async Task Yarn_lists_the_nodes()
    {
        using var user = cluster.User();
        Assert.Matches("\\S+:[0-9]+\\s+RUNNING\\s+\\S+:[0-9]+\\s+[0-9]+", await YarnAsync(user, "org.apache.hadoop.yarn.client.cli.NodeCLI", "-list"));
    }

    private static async Task<string> YarnAsync(SkeinUser user, params string[] command)
    {
        var result = await SkeinProcess.RunAsync(RepositoryRoot.Beneath("build", "hadoop"), ["java", "--", .. command], user.Environment, input: null);
        if (result.ExitCode == NoHadoop && Environment.GetEnvironmentVariable("CI") != "true")
            Assert.Skip(result.Error.Trim());
        return result.Successful().Output;
    }
}
