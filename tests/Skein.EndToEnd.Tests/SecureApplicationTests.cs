using System.Text;
using System.Text.RegularExpressions;
using Skein.EndToEnd.Tests.Support;

namespace Skein.EndToEnd.Tests;

/// <summary>Applications on a cluster with Kerberos, where containers have nothing but tokens.</summary>
[Collection(SecureClusterCollection.Name)]
public sealed class SecureApplicationTests(SecureCluster cluster)
{
    private const string Idle = """
        services:
          idle:
            resources: {memory: 64 MiB, vcores: 1}
            script: exec sleep 600
        """;

    [Fact]
    public async Task Containers_read_and_write_HDFS_and_submit_applications_by_token()
    {
        using var user = cluster.User();
        var inner = InnerApplication.Specify(user);
        await using var application = await TestApplication.SubmitAsync(user, user.Specification($$"""
            services:
              worker:
                resources: {memory: 512 MiB, vcores: 1}
                files: {inner.yaml: {{inner}}}
                script: |
                  set -e
                  hdfs() { {{cluster.FileSystemShell}} "$@"; }
                  echo "written by token" > text
                  hdfs -put -f text /user/alice/by-token
                  hdfs -cat /user/alice/by-token
                  if grep -q YARN_AM_RM_TOKEN "$HADOOP_TOKEN_FILE_LOCATION"; then echo "has the token of its master"; fi
                  hdfs -put -f "$HADOOP_TOKEN_FILE_LOCATION" /user/alice/tokens
                  # The ticket cache of somebody else who uses the node: tokens come first.
                  export KRB5CCNAME={{cluster.TicketCache("testuser")}} SKEIN_CONFIG=$PWD/config XDG_CACHE_HOME=$PWD/cache
                  echo "inner: $(skein submit inner.yaml)"
            """));
        var report = await application.FinishedAsync();
        var logs = await application.LogsAsync(text => text.Contains("worker.log"));
        Assert.True("SUCCEEDED" == report.GetProperty("final_status").GetString(), $"{report}\n{logs}");
        Assert.Contains("written by token", logs);
        Assert.DoesNotContain("has the token of its master", logs);
        var hdfs = new WebHdfs(cluster.Configuration);
        Assert.False(await hdfs.ExistsAsync($"/user/alice/.skein/{application.Id}"));

        var second = new TestApplication(user, Regex.Match(logs, "inner: (application_[0-9_]+)").Groups[1].Value);
        Assert.Equal("SUCCEEDED", (await second.FinishedAsync()).GetProperty("final_status").GetString());
        Assert.Contains(InnerApplication.Words, await second.LogsAsync(text => text.Contains("inner.log")));

        // The tokens end with the last application that had them.
        using var thief = cluster.Stranger();
        var stolen = Path.Combine(thief.Folder, "tokens");
        await File.WriteAllBytesAsync(stolen, Encoding.Latin1.GetBytes(await hdfs.ReadAsync("/user/alice/tokens")), TestContext.Current.CancellationToken);
        thief.With("HADOOP_TOKEN_FILE_LOCATION", stolen);
        var refused = await TestApplication.PollAsync(() => thief.RunAsync("ls"), result => result.ExitCode != 0, "refusal of the cancelled token");
        Assert.Contains("the token has expired, was cancelled or is another server's", refused.Error);
    }

    [Fact]
    public async Task A_keytab_goes_to_the_master_alone_and_its_tokens_to_the_containers()
    {
        using var user = cluster.Stranger();
        string[] login = ["--principal", "alice@EXAMPLE.COM", "--keytab", cluster.Keytab("alice")];
        var specification = user.Specification("""
            services:
              idle:
                resources: {memory: 64 MiB, vcores: 1}
                script: |
                  if [ -e .skein.keytab ]; then echo "the keytab is here"; fi
                  # The value comes with a line feed.
                  skein kv get current --key .skein.tokens | head -c -1 | cmp - "$HADOOP_TOKEN_FILE_LOCATION" && echo "the tokens are those of the master"
            """);
        var id = (await user.RunAsync(["submit", specification, "--ship-keytab", .. login])).Successful().Text;
        using var alice = cluster.User();
        var application = new TestApplication(alice, id);
        var report = await application.FinishedAsync();
        var logs = await application.LogsAsync(text => text.Contains("idle.log"));
        Assert.True("SUCCEEDED" == report.GetProperty("final_status").GetString(), $"{report}\n{logs}");
        Assert.Contains("the tokens are those of the master", logs);
        Assert.Contains("New delegation tokens, which hold until", logs);
        Assert.DoesNotContain("the keytab is here", logs);

        var refused = await alice.RunAsync("submit", alice.Specification($"security: {{principal: testuser, keytab: {cluster.Keytab("testuser")}}}\n{Idle}"));
        Assert.Equal((2, ""), (refused.ExitCode, refused.Output));
        Assert.Contains("security.principal: testuser is testuser on this cluster, but the application runs as alice", refused.Error);
        refused = await alice.RunAsync("submit", specification, "--ship-keytab");
        Assert.Equal(2, refused.ExitCode);
        Assert.Contains("--ship-keytab: name the --principal and the --keytab", refused.Error);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_gateway_submits_for_its_users_and_nobody_else_does(bool bySpecification)
    {
        using var gateway = cluster.User("testuser");
        var specification = gateway.Specification((bySpecification ? "user: alice\n" : "") + Idle);
        string[] option = bySpecification ? [] : ["--user", "alice"];
        // Whoever submits has the pair that opens the application.
        using var alice = cluster.User().With("SKEIN_CONFIG", gateway.Environment["SKEIN_CONFIG"]);
        await using (var application = new TestApplication(alice, (await gateway.RunAsync(["submit", specification, .. option])).Successful().Text))
        {
            var report = await application.StateAsync("RUNNING");
            Assert.Equal("alice", report.GetProperty("user").GetString());
            await application.ContainersAsync(all => all.Any(container => container.State == "RUNNING"));
            (await gateway.RunAsync("kill", application.Id, "--user", "alice")).Successful();
            Assert.Equal("KILLED", (await application.FinishedAsync()).GetProperty("state").GetString());
        }

        specification = alice.Specification((bySpecification ? "user: testuser\n" : "") + Idle);
        var refused = await alice.RunAsync(["submit", specification, .. bySpecification ? option : ["--user", "testuser"]]);
        Assert.Equal((1, ""), (refused.ExitCode, refused.Output));
        Assert.Contains("is not allowed to impersonate testuser; the server's hadoop.proxyuser.<user>.users or .groups would have to name", refused.Error);
    }
}
