using Skein.EndToEnd.Tests.Support;

namespace Skein.EndToEnd.Tests;

/// <summary>Unmodified Python programs of skein 0.8.2 and what may happen to them and their driver.</summary>
[Collection(ClusterTests.Name)]
[Trait(ClusterTests.Needs, ClusterTests.AnyCluster)]
public sealed class PythonDriverTests(RealCluster cluster)
{
    [Fact]
    public async Task Programs_that_vanish_hold_nobody_up_and_an_ended_driver_leaves_no_half_submitted_application()
    {
        using var user = cluster.User().With("JAVA_HOME", null);
        var python = await PythonClient.InstallAsync(user);
        await JavaDriver.InstallAsync(user);
        (await user.RunAsync("config", "gencerts")).Successful();

        var script = RepositoryRoot.Beneath("tests", "Skein.EndToEnd.Tests", "python_driver.py");
        var result = (await SkeinProcess.RunAsync(python, [script, Path.Combine(user.Folder, "config")], user.Environment, input: null)).Successful();
        var lines = result.Output.Split('\n');
        Assert.NotEmpty(lines[0]);
        foreach (var id in lines[1].Split(' ', StringSplitOptions.RemoveEmptyEntries))
            Assert.False(await cluster.IsStagedAsync(user, id), $"{id} left its staging directory");
    }
}
