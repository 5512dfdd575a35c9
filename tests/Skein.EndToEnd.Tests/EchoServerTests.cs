using System.Text.Json;
using Skein.EndToEnd.Tests.Support;

namespace Skein.EndToEnd.Tests;

/// <summary>The first example, as the README tells it, on a real cluster: in a packed environment of more than 100 MB, and in a virtual one.</summary>
[Collection(ClusterTests.Name)]
[Trait(ClusterTests.Needs, ClusterTests.AnyCluster)]
public sealed class EchoServerTests(RealCluster cluster)
{
    private const long SmallestEnvironment = 100_000_000;

    [Fact]
    public async Task Example_runs_in_a_packed_environment_and_ends_succeeded()
    {
        using var user = cluster.User();
        var environment = Path.Combine(user.Folder, "environment");
        (await SkeinProcess.RunAsync(
            RepositoryRoot.Beneath("build", "sample-environment"), [environment, "160"], user.Environment, input: null)).Successful();
        var example = await ExampleAsync(user, environment);
        Assert.True(new FileInfo(Path.Combine(example, "environment.tar.gz")).Length > SmallestEnvironment);
        await RunAsync(user, example);
    }

    [Fact]
    public async Task Example_runs_in_a_virtual_environment_that_brings_its_interpreter()
    {
        using var user = cluster.User();
        var environment = Path.Combine(user.Folder, "environment");
        (await SkeinProcess.RunAsync("python3", ["-m", "venv", "--without-pip", environment], user.Environment, input: null)).Successful();
        await RunAsync(user, await ExampleAsync(user, environment, "--include-python"));
    }

    private async Task RunAsync(SkeinUser user, string example)
    {
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
        // The interpreter of the archive, where YARN unpacked it.
        Assert.Matches("done, with /.*/environment", logs);
        Assert.False(await cluster.IsStagedAsync(user, application.Id));
    }

    private static async Task<string> ExampleAsync(SkeinUser user, string environment, params string[] options)
    {
        var example = Path.Combine(user.Folder, "example");
        Directory.CreateDirectory(example);
        foreach (var file in Directory.GetFiles(RepositoryPaths.EchoServer))
        {
            if (!file.EndsWith(".tar.gz", StringComparison.Ordinal))
                File.Copy(file, Path.Combine(example, Path.GetFileName(file)));
        }

        (await user.RunAsync(["pack", "-p", environment, "-o", Path.Combine(example, "environment.tar.gz"), .. options])).Successful();
        // The archive alone has to do: the environment it came from is gone when the containers run.
        Directory.Delete(environment, recursive: true);
        return example;
    }
}
