using System.Text.Json;
using Skein.EndToEnd.Tests.Support;

namespace Skein.EndToEnd.Tests;

/// <summary>Containers that are added, counted up and down, and read from.</summary>
[Collection(ClusterTests.Name)]
[Trait(ClusterTests.Needs, ClusterTests.AnyCluster)]
public sealed class ContainerTests(RealCluster cluster)
{
    private const string Greeter = """
        name: greeter
        application_type: GREETINGS
        services:
          greeter:
            resources: {memory: 64 MiB, vcores: 1}
            env: {WHOM: world}
            script: |
              echo "hello $WHOM"
              exec sleep 600
        """;

    [Fact]
    public async Task Containers_are_added_with_variables_and_read_from_while_they_run_and_afterwards()
    {
        using var user = cluster.User();
        await using var application = await TestApplication.SubmitAsync(user, user.Specification(Greeter));
        var id = application.Id;
        await application.ContainersAsync(all => all.Count(c => c.State == "RUNNING") == 1);

        Assert.Equal("greeter_1\n", (await user.RunAsync("container", "add", id, "-s", "greeter", "--env", "WHOM=moon")).Successful().Output);
        await application.ContainersAsync(all => all.Count(c => c.State == "RUNNING") == 2);
        var moon = await application.OutputAsync(text => text.Contains("hello"), "container", "logs", id, "--id", "greeter_1");
        Assert.Contains("LogType:greeter.log\n", moon);
        Assert.Contains("Log Contents:\nhello moon\n", moon);
        Assert.DoesNotContain("launch_container.sh", moon);
        Assert.Equal("hello world\n", await application.OutputAsync(
            text => text.Length > 0, "container", "logs", id, "--id", "greeter_0", "--file", "greeter.log"));
        var wrong = await user.RunAsync("container", "logs", id, "--id", "greeter_0", "--file", "nothing");
        Assert.Equal((2, ""), (wrong.ExitCode, wrong.Output));
        Assert.Contains("greeter.log", wrong.Error);

        (await user.RunAsync("container", "scale", id, "-s", "greeter", "--delta", "1")).Successful();
        await application.ContainersAsync(all => all.Count(c => c.State == "RUNNING") == 3);
        (await user.RunAsync("container", "scale", id, "-s", "greeter", "--delta", "-2")).Successful();
        var killed = await application.ContainersAsync(all => all.Count(c => c.State == "RUNNING") == 1);
        Assert.Equal(2, killed.Count(c => c.State == "KILLED"));

        var yarn = YarnId((await user.RunAsync("container", "ls", id, "--all", "--json")).Successful(), "greeter_1");
        // A container that has ended still has its logs on its node. The first one is the application master.
        Assert.Contains("hello moon", (await user.RunAsync("container", "logs", id, "--id", "greeter_1")).Successful().Output);
        var master = yarn[..^6] + "000001";
        Assert.Contains("application.master.log", (await user.RunAsync("container", "logs", id, "--id", master)).Successful().Output);

        (await user.RunAsync("application", "shutdown", id)).Successful();
        await application.FinishedAsync();
        var gathered = await application.OutputAsync(text => text.Contains("hello"), "container", "logs", id, "--id", yarn);
        Assert.Contains("Log Contents:\nhello moon\n", gathered);
        Assert.DoesNotContain("hello world", gathered);
        var unknown = await user.RunAsync("container", "logs", id, "--id", "greeter_1");
        Assert.Equal(2, unknown.ExitCode);
        Assert.Contains($"'skein logs {id}'", unknown.Error);
    }

    [Fact]
    public async Task Application_of_another_type_is_looked_after_like_any_other()
    {
        using var user = cluster.User();
        await using var application = await TestApplication.SubmitAsync(user, user.Specification(Greeter));
        await application.StateAsync("RUNNING");
        Assert.Contains(application.Id, (await user.RunAsync("ls", "--name", "greeter", "--queue", "root.default", "--user", user.Name)).Successful().Output);
        Assert.Contains(application.Id, (await user.RunAsync("ls", "--name", "", "--started-begin", "2020-1-5 9:05")).Successful().Output);
        Assert.DoesNotContain(application.Id, (await user.RunAsync("ls", "--finished-begin", "2020-1-5")).Successful().Output);

        (await user.RunAsync("application", "progress", application.Id, "40%")).Successful();
        await application.ReportAsync(report => Math.Abs(report.GetProperty("progress").GetDouble() - 0.4) < 0.001, "progress");
    }

    private static string YarnId(CommandResult list, string id) => JsonDocument.Parse(list.Output).RootElement.EnumerateArray()
        .Single(container => container.GetProperty("id").GetString() == id).GetProperty("yarn_container_id").GetString()!;
}
