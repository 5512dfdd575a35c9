using System.Text.Json;
using Skein.EndToEnd.Tests.Support;

namespace Skein.EndToEnd.Tests;

/// <summary>The first example, as the README tells it: a packed environment of more than 100 MB on a real cluster.</summary>
[Collection(ClusterTests.Name)]
public sealed class EchoServerTests(RealCluster cluster)
{
    private const long SmallestEnvironment = 100_000_000;

    [Fact]
    public async Task Example_runs_in_a_packed_environment_and_ends_succeeded()
    {
        using var user = cluster.User();
        var example = await ExampleAsync(user);
        Assert.True(new FileInfo(Path.Combine(example, "environment.tar.gz")).Length > SmallestEnvironment);

        await using var application = await TestApplication.SubmitAsync(user, Path.Combine(example, "spec.yaml"));
        Assert.Matches("^application_[0-9]+_[0-9]{4,}$", application.Id);
        var address = (await user.RunAsync("kv", "get", application.Id, "--key", "echo.address", "--wait")).Successful().Text;
        Assert.Matches("^[a-z0-9.-]+:[0-9]+$", address);

        var report = await application.FinishedAsync();
        Assert.Equal("SUCCEEDED", report.GetProperty("final_status").GetString());
        Assert.Equal("Application completed successfully.", report.GetProperty("diagnostics").GetString());

        var logs = await application.LogsAsync(text => text.Contains("goodbye") && text.Contains("application.master.log"));
        Assert.Contains("said 'grüße aus dem Container', heard 'grüße aus dem Container'", logs);
        Assert.Contains("echo: goodbye", logs);
        Assert.False(await new WebHdfs(cluster.Configuration).ExistsAsync($"/user/testuser/.skein/{application.Id}"));
    }

    private static async Task<string> ExampleAsync(SkeinUser user)
    {
        var environment = Path.Combine(user.Folder, "environment");
        var example = Path.Combine(user.Folder, "example");
        Directory.CreateDirectory(example);
        foreach (var file in Directory.GetFiles(RepositoryPaths.EchoServer))
        {
            if (!file.EndsWith(".tar.gz", StringComparison.Ordinal))
                File.Copy(file, Path.Combine(example, Path.GetFileName(file)));
        }

        (await SkeinProcess.RunAsync(
            RepositoryRoot.Beneath("build", "sample-environment"), [environment, "160"], user.Environment, input: null)).Successful();
        (await user.RunAsync("pack", "-p", environment, "-o", Path.Combine(example, "environment.tar.gz"))).Successful();
        // The archive alone has to do: the environment it came from is gone when the containers run.
        Directory.Delete(environment, recursive: true);
        return example;
    }
}
