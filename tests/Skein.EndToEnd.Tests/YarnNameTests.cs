using Skein.EndToEnd.Tests.Support;

namespace Skein.EndToEnd.Tests;

/// <summary>What scripts ask of <c>yarn</c> and <c>java</c> where those are this program.</summary>
[Collection(ClusterTests.Name)]
[Trait(ClusterTests.Needs, ClusterTests.AnyCluster)]
public sealed class YarnNameTests(RealCluster cluster)
{
    [Fact]
    public async Task Scripts_list_look_at_and_kill_applications()
    {
        using var user = cluster.User();
        var yarn = await InstallAloneAsync(user);
        await using var application = await TestApplication.SubmitAsync(
            user, user.Specification("services: {sleeper: {resources: {memory: 64 MiB, vcores: 1}, script: exec sleep 600}}"));

        Assert.Contains(application.Id, await AnswerAsync(yarn, user, "application", "-list"));
        Assert.Contains($"\tApplication-Id : {application.Id}\n", await AnswerAsync(yarn, user, "application", "-status", application.Id));
        Assert.Matches(@"(?m)^Total Nodes:[1-9]", await AnswerAsync(yarn, user, "node", "-list"));
        Assert.Contains("skein", await AnswerAsync(yarn, user, "version"));
        await AnswerAsync(yarn, user, "application", "-kill", application.Id);
        Assert.DoesNotContain(application.Id, await AnswerAsync(yarn, user, "application", "-list"));
        Assert.Contains(application.Id, await AnswerAsync(yarn, user, "app", "-list", "-appStates", "KILLED,FAILED"));
    }

    [Fact]
    public async Task Class_path_is_the_configuration()
    {
        using var user = cluster.User();
        var yarn = await InstallAloneAsync(user);
        Assert.Equal(cluster.Configuration, (await AnswerAsync(yarn, user, "classpath", "--glob")).TrimEnd('\n'));
    }

    [Fact]
    public async Task What_it_does_not_know_it_says()
    {
        using var user = cluster.User();
        var yarn = await InstallAloneAsync(user);
        var result = await SkeinProcess.RunAsync(yarn, ["rmadmin", "-refreshQueues"], user.Environment, input: null);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("does not know 'rmadmin -refreshQueues'", result.Error);
    }

    [Fact]
    public async Task Real_programs_further_down_the_path_get_everything_else()
    {
        using var user = cluster.User();
        var yarn = await InstallAloneAsync(user);
        var real = Path.Combine(user.Folder, "real");
        Directory.CreateDirectory(real);
        foreach (var name in (string[])["java", "yarn"])
        {
            var path = Path.Combine(real, name);
            await File.WriteAllTextAsync(path, "#!/bin/sh\necho real $0 \"$@\"\nexit 7\n", TestContext.Current.CancellationToken);
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        user.With("PATH", $"{Path.GetDirectoryName(yarn)}:{real}");
        foreach (var name in (string[])["java", "yarn"])
        {
            var result = await SkeinProcess.RunAsync(Path.Combine(Path.GetDirectoryName(yarn)!, name), ["application", "-list", "a b"], user.Environment, input: null);
            Assert.Equal((7, $"real {real}/{name} application -list a b\n"), (result.ExitCode, result.Output));
        }
    }

    // Where no other yarn is on PATH.
    private static async Task<string> InstallAloneAsync(SkeinUser user)
    {
        var folder = await JavaDriver.InstallAsync(user);
        user.With("PATH", folder);
        return Path.Combine(folder, "yarn");
    }

    private static async Task<string> AnswerAsync(string yarn, SkeinUser user, params string[] arguments) =>
        (await SkeinProcess.RunAsync(yarn, arguments, user.Environment, input: null)).Successful().Output;
}
