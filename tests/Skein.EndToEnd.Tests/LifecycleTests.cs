using System.Text.Json;
using Skein.EndToEnd.Tests.Support;

namespace Skein.EndToEnd.Tests;

/// <summary>A running application under its owner's hands.</summary>
[Collection(ClusterTests.Name)]
[Trait(ClusterTests.Needs, ClusterTests.AnyCluster)]
public sealed class LifecycleTests(RealCluster cluster)
{
    private const string Sleeper = """
        name: sleeper
        tags: [Lifecycle]
        services:
          sleeper:
            instances: 2
            resources: {memory: 64 MiB, vcores: 1}
            env: {GREETING: 'say "hello" `now` \o/'}
            script: |
              echo "greeting: $GREETING"
              exec sleep 600
        """;

    [Fact]
    public async Task Containers_scale_up_and_down_and_are_killed_one_by_one()
    {
        using var user = cluster.User();
        await using var application = await TestApplication.SubmitAsync(user, user.Specification(Sleeper));
        await application.StateAsync("RUNNING");
        await application.ContainersAsync(all => all.Count(c => c.State == "RUNNING") == 2);

        (await user.RunAsync("container", "scale", application.Id, "--service", "sleeper", "--number", "3")).Successful();
        await application.ContainersAsync(all => all.Count(c => c.State == "RUNNING") == 3);

        (await user.RunAsync("container", "kill", application.Id, "--id", "sleeper_1")).Successful();
        var killed = await application.ContainersAsync(all => all.Any(c => c is { Id: "sleeper_1", State: "KILLED" }));
        Assert.Equal("Killed by user request.", killed.Single(c => c.Id == "sleeper_1").Message);

        (await user.RunAsync("container", "scale", application.Id, "-s", "sleeper", "-n", "1")).Successful();
        var scaled = await application.ContainersAsync(all => all.Count(c => c.State == "RUNNING") == 1);
        Assert.Equal(2, scaled.Count(c => c.State == "KILLED"));

        var table = (await user.RunAsync("container", "ls", application.Id)).Successful();
        Assert.Matches("^SERVICE    ID           STATE      RUNTIME\nsleeper    sleeper_[0-9]    RUNNING    [0-9]+[sm]\n$", table.Output);

        (await user.RunAsync("application", "shutdown", application.Id, "--status", "FAILED", "--diagnostics", "enough slept")).Successful();
        var report = await application.FinishedAsync();
        Assert.Equal("FAILED", report.GetProperty("final_status").GetString());
        Assert.Equal("enough slept", report.GetProperty("diagnostics").GetString());
        Assert.Equal("lifecycle", report.GetProperty("tags")[0].GetString());
        var logs = await application.LogsAsync(text => text.Contains("greeting:"));
        Assert.Contains("greeting: say \"hello\" `now` \\o/", logs);
    }

    [Fact]
    public async Task Keys_are_put_read_listed_and_deleted()
    {
        using var user = cluster.User();
        await using var application = await TestApplication.SubmitAsync(user, user.Specification(Sleeper));
        await application.StateAsync("RUNNING");
        var id = application.Id;

        Assert.Equal("", (await user.RunAsync("kv", "ls", id)).Successful().Output);
        (await user.RunAsync("kv", "put", id, "--key", "b", "--value", "grüße")).Successful();
        (await user.RunWithInputAsync("two\nlines", "kv", "put", id, "--key", "a")).Successful();
        Assert.Equal("grüße\n", (await user.RunAsync("kv", "get", id, "--key", "b")).Successful().Output);
        Assert.Equal("two\nlines\n", (await user.RunAsync("kv", "get", id, "--key", "a", "--wait")).Successful().Output);
        Assert.Equal("a\nb\n", (await user.RunAsync("kv", "ls", id)).Successful().Output);
        (await user.RunAsync("kv", "del", id, "--key", "a")).Successful();
        Assert.Equal(["b"], JsonDocument.Parse((await user.RunAsync("kv", "ls", id, "--json")).Successful().Output)
            .RootElement.EnumerateArray().Select(key => key.GetString()!));

        var missing = await user.RunAsync("kv", "get", id, "--key", "a");
        Assert.Equal(1, missing.ExitCode);
        Assert.Equal("Error: Key 'a' is not set\n", missing.Error);

        var waiting = user.RunAsync("kv", "get", id, "--key", "later", "--wait");
        (await user.RunAsync("kv", "put", id, "--key", "later", "--value", "now")).Successful();
        Assert.Equal("now\n", (await waiting).Successful().Output);
    }

    [Fact]
    public async Task Killed_application_leaves_no_staging_directory_and_answers_no_more()
    {
        using var user = cluster.User();
        await using var application = await TestApplication.SubmitAsync(user, user.Specification(Sleeper));
        await application.StateAsync("RUNNING");
        var waiting = user.RunAsync("kv", "get", application.Id, "--key", "never", "--wait");

        (await user.RunAsync("kill", application.Id)).Successful();
        var report = await application.FinishedAsync();
        Assert.Equal("KILLED", report.GetProperty("state").GetString());

        Assert.False(await cluster.IsStagedAsync(user, application.Id));

        var cut = await waiting;
        Assert.Equal(1, cut.ExitCode);
        var gone = await user.RunAsync("container", "ls", application.Id);
        Assert.Equal(1, gone.ExitCode);
        Assert.StartsWith($"Error: {application.Id} is not running, its state is KILLED", gone.Error);
    }

    [Fact]
    public async Task Failing_service_is_restarted_as_often_as_allowed_and_then_fails_the_application()
    {
        using var user = cluster.User();
        await using var application = await TestApplication.SubmitAsync(user, user.Specification("""
            services:
              broken:
                resources: {memory: 64 MiB, vcores: 1}
                max_restarts: 1
                script: "echo attempt; exit 3"
            """));
        var report = await application.FinishedAsync();
        Assert.Equal("FAILED", report.GetProperty("final_status").GetString());
        Assert.Equal("Failure in service broken, see logs for more information.", report.GetProperty("diagnostics").GetString());
        Assert.EndsWith("\n\nFailure in service broken, see logs for more information.\n", (await user.RunAsync("status", application.Id)).Successful().Output);
    }

    [Fact]
    public async Task Driver_script_decides_the_end_of_the_application()
    {
        using var user = cluster.User();
        await using var application = await TestApplication.SubmitAsync(user, user.Specification("""
            master:
              resources: {memory: 256 MiB, vcores: 1}
              script: |
                cd /
                skein kv put current --key from --value driver
                echo "the driver read: $(skein kv get current --key from)"
            """));
        var report = await application.FinishedAsync();
        Assert.True("SUCCEEDED" == report.GetProperty("final_status").GetString(), report.ToString());
        Assert.Contains("the driver read: driver", await application.LogsAsync(text => text.Contains("application.driver.log")));
    }

    [Fact]
    public async Task No_container_runs_Java_and_the_master_runs_the_shipped_binary()
    {
        using var user = cluster.User();
        await using var application = await TestApplication.SubmitAsync(user, user.Specification(Sleeper));
        await application.ContainersAsync(all => all.Count(c => c.State == "RUNNING") == 2);
        var executables = ContainerProcesses.Executables(application.Id);
        Assert.Contains(executables, path => Path.GetFileName(path) == "skein");
        Assert.DoesNotContain(executables, path => Path.GetFileName(path) == "java");
    }

    [Fact]
    public async Task Application_moves_to_another_queue_and_not_to_one_that_is_not_there()
    {
        using var user = cluster.User();
        await using var application = await TestApplication.SubmitAsync(user, user.Specification(Sleeper));
        var report = await application.StateAsync("RUNNING");
        Assert.Equal("default", report.GetProperty("queue").GetString());
        (await user.RunAsync("application", "mv", application.Id, "apples")).Successful();
        report = await application.StateAsync("RUNNING");
        Assert.Equal("apples", report.GetProperty("queue").GetString());

        var refused = await user.RunAsync("application", "mv", application.Id, "nowhere");
        Assert.Equal(1, refused.ExitCode);
        Assert.StartsWith($"Error: {application.Id} can not be moved to 'nowhere'", refused.Error);
        Assert.DoesNotContain("org.apache.hadoop", refused.Error);
    }

    [Fact]
    public async Task Specification_of_a_running_application_is_shown()
    {
        using var user = cluster.User();
        await using var application = await TestApplication.SubmitAsync(user, user.Specification(Sleeper));
        await application.StateAsync("RUNNING");
        var yaml = (await user.RunAsync("application", "specification", application.Id)).Successful().Output;
        Assert.Contains("name: sleeper", yaml);
        Assert.Contains("instances: 2", yaml);
        Assert.DoesNotContain("PRIVATE KEY", yaml);
    }
}
