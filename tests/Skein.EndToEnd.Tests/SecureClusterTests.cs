using System.Text.Json;
using Skein.EndToEnd.Tests.Support;

namespace Skein.EndToEnd.Tests;

/// <summary>Commands on a cluster with Kerberos: who is let in, by what, and what is said to everybody else.</summary>
[Collection(SecureClusterCollection.Name)]
public sealed class SecureClusterTests(SecureCluster cluster)
{
    private const string Service = """
        services:
          one:
            resources: {memory: 64 MiB, vcores: 1}
            script: "true"
        """;

    [Theory]
    [InlineData("authentication")]
    [InlineData("integrity")]
    [InlineData("privacy")]
    public async Task Every_protection_serves_the_commands(string protection)
    {
        using var user = cluster.User();
        string[] configuration = ["--conf", SiteCopy.With(cluster.Configuration, user, ("hadoop.rpc.protection", protection))];
        Assert.Equal("[]", (await user.RunAsync(["application", "ls", "--json", .. configuration])).Successful().Text);
        var nodes = JsonDocument.Parse((await user.RunAsync(["node", "ls", "--json", .. configuration])).Successful().Output);
        Assert.Equal(1, nodes.RootElement.GetArrayLength());
        Assert.Contains("default", (await user.RunAsync(["queue", "ls", .. configuration])).Successful().Output);
    }

    [Fact]
    public async Task Keytab_stands_in_for_a_ticket()
    {
        using var user = cluster.Stranger();
        (await user.RunAsync("ls", "--principal", "alice@EXAMPLE.COM", "--keytab", cluster.Keytab("alice"))).Successful();
        (await user.RunAsync("ls", "--principal", "alice", "--keytab", cluster.Keytab("alice"))).Successful();
        await RefusedAsync(user, 1, ["has no key of testuser"], "ls", "--principal", "testuser", "--keytab", cluster.Keytab("alice"));
        await RefusedAsync(user, 1, ["/no/such.keytab", "klist -kt"], "ls", "--principal", "alice", "--keytab", "/no/such.keytab");
        await RefusedAsync(user, 2, ["without a principal"], "ls", "--keytab", cluster.Keytab("alice"));
        await RefusedAsync(user, 2, ["no rule gives alice@NOWHERE.COM a short name"], "ls", "--principal", "alice@NOWHERE.COM", "--keytab", cluster.Keytab("alice"));
    }

    [Fact]
    public async Task Without_a_ticket_kinit_is_named()
    {
        using var user = cluster.Stranger();
        foreach (var command in (string[][])[["ls"], ["node", "ls"], ["submit", user.Specification(Service)]])
            await RefusedAsync(user, 1, ["there is no Kerberos ticket", "ticket-cache", "'kinit'"], command);
    }

    [Fact]
    public async Task The_user_is_whom_the_ticket_names_by_the_short_name_of_the_site()
    {
        using var user = cluster.User();
        var path = user.Specification("user: somebody\n" + Service);
        await RefusedAsync(user, 2, ["alice acts for nobody already and can not act for somebody"], "submit", path, "--user", "nobody");
        var configuration = SiteCopy.With(
            cluster.Configuration, user, ("hadoop.security.auth_to_local", "RULE:[1:$1@$0](al.*@EXAMPLE.COM)s/^(..).*/$1-user/ DEFAULT"));
        await RefusedAsync(user, 2, ["al-user acts for nobody already"], "submit", path, "--user", "nobody", "--conf", configuration);
        configuration = SiteCopy.With(cluster.Configuration, user, ("hadoop.security.auth_to_local", "RULE:[2:$1](x)"));
        await RefusedAsync(user, 2, ["hadoop.security.auth_to_local", "no rule gives alice@EXAMPLE.COM a short name"], "ls", "--conf", configuration);
    }

    [Fact]
    public async Task Another_service_of_the_realm_does_not_pass_for_the_ResourceManager()
    {
        using var user = cluster.User();
        var configuration = SiteCopy.With(cluster.Configuration, user, ("yarn.resourcemanager.principal", "rm/_HOST@EXAMPLE.COM"));
        await RefusedAsync(
            user, 1, ["calls itself yarn/localhost", "yarn.resourcemanager.principal (rm/_HOST@EXAMPLE.COM) expects rm/localhost@EXAMPLE.COM"],
            "ls", "--conf", configuration);
        configuration = SiteCopy.With(cluster.Configuration, user, ("yarn.resourcemanager.principal.pattern", "yarn/*@EXAMPLE.COM"));
        (await user.RunAsync("ls", "--conf", configuration)).Successful();
    }

    [Fact]
    public async Task Configuration_without_security_is_told_that_a_login_is_wanted()
    {
        using var user = cluster.User();
        var configuration = SiteCopy.With(cluster.Configuration, user, ("hadoop.security.authentication", "simple"));
        await RefusedAsync(user, 1, ["SIMPLE authentication is not enabled", "KERBEROS"], "ls", "--conf", configuration);
    }

    [Fact]
    public async Task Acting_for_another_user_is_up_to_the_cluster()
    {
        using var alice = cluster.User();
        await RefusedAsync(
            alice, 1, ["User: alice@EXAMPLE.COM is not allowed to impersonate testuser", "hadoop.proxyuser.<user>.users"], "logs", "application_1_0001", "--user", "testuser");
        using var gateway = cluster.User("testuser");
        await RefusedAsync(gateway, 2, ["Unknown ApplicationId"], "logs", "application_1_0001", "--user", "alice");
    }

    private static async Task RefusedAsync(SkeinUser user, int exitCode, string[] fragments, params string[] arguments)
    {
        var result = await user.RunAsync(arguments);
        Assert.True(exitCode == result.ExitCode, $"exit status {result.ExitCode}\n{result.Output}\n{result.Error}");
        Assert.Equal("", result.Output);
        Assert.All(fragments, fragment => Assert.Contains(fragment, result.Error));
        Assert.DoesNotContain("   at ", result.Error);
    }
}
