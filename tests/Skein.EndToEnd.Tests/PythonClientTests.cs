using System.Text.Json;
using Skein.EndToEnd.Tests.Support;

namespace Skein.EndToEnd.Tests;

/// <summary>The unmodified Python client of skein 0.8.2 against our application master.</summary>
[Collection(ClusterTests.Name)]
public sealed class PythonClientTests(RealCluster cluster)
{
    private const string Specification = """
        services:
          sleeper:
            resources: {memory: 64 MiB, vcores: 1}
            script: sleep 600
        """;

    private const int Unavailable = 3;

    [Fact]
    public async Task Python_programs_control_an_application()
    {
        using SkeinUser user = cluster.User();
        string python = await PythonAsync(user);
        await using TestApplication application = await TestApplication.SubmitAsync(user, user.Specification(Specification));
        await application.ContainersAsync(all => all.Any(container => container.State == "RUNNING"));
        JsonElement report = await application.StateAsync("RUNNING");
        string address = $"{report.GetProperty("host").GetString()}:{report.GetProperty("port").GetInt32()}";

        string script = Path.Combine(RepositoryPaths.Root, "tests", "Skein.EndToEnd.Tests", "python_client.py");
        string certificates = Path.Combine(user.Folder, "config");
        CommandResult result = (await SkeinProcess.RunAsync(
            python, [script, address, application.Id, certificates], user.Environment, input: null)).Successful();
        Assert.EndsWith("everything as expected\n", result.Output);

        JsonElement end = await application.FinishedAsync();
        Assert.Equal("KILLED", end.GetProperty("final_status").GetString());
        Assert.Equal("by the Python client", end.GetProperty("diagnostics").GetString());
    }

    private static async Task<string> PythonAsync(SkeinUser user)
    {
        string directory = Path.Combine(user.Folder, "python");
        CommandResult made = await SkeinProcess.RunAsync(
            Path.Combine(RepositoryPaths.Root, "build", "python-client"), [directory, "skein"], user.Environment, input: null);
        if (made.ExitCode == Unavailable && Environment.GetEnvironmentVariable("CI") != "true")
            Assert.Skip(made.Error.Trim());
        made.Successful();
        return Path.Combine(directory, "bin", "python");
    }
}
