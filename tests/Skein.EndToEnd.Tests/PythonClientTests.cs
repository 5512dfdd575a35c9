using System.Text.Json;
using Skein.EndToEnd.Tests.Support;

namespace Skein.EndToEnd.Tests;

/// <summary>The unmodified Python client of skein 0.8.2 against our application master.</summary>
[Collection(ClusterTests.Name)]
[Trait(ClusterTests.Needs, ClusterTests.AnyCluster)]
public sealed class PythonClientTests(RealCluster cluster)
{
    private const string Specification = """
        services:
          sleeper:
            resources: {memory: 64 MiB, vcores: 1}
            script: sleep 600
        """;

    [Fact]
    public async Task Python_programs_control_an_application()
    {
        using var user = cluster.User();
        var python = await PythonClient.InstallAsync(user);
        await using var application = await TestApplication.SubmitAsync(user, user.Specification(Specification));
        await application.ContainersAsync(all => all.Any(container => container.State == "RUNNING"));
        var report = await application.StateAsync("RUNNING");
        var address = $"{report.GetProperty("host").GetString()}:{report.GetProperty("port").GetInt32()}";

        var script = RepositoryRoot.Beneath("tests", "Skein.EndToEnd.Tests", "python_client.py");
        var certificates = Path.Combine(user.Folder, "config");
        var result = (await SkeinProcess.RunAsync(
            python, [script, address, application.Id, certificates], user.Environment, input: null)).Successful();
        Assert.EndsWith("everything as expected\n", result.Output);

        var end = await application.FinishedAsync();
        Assert.Equal("KILLED", end.GetProperty("final_status").GetString());
        Assert.Equal("by the Python client", end.GetProperty("diagnostics").GetString());
    }
}
