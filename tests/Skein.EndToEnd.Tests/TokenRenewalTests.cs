using System.Text.RegularExpressions;
using Skein.EndToEnd.Tests.Support;

namespace Skein.EndToEnd.Tests;

/// <summary>An application that lives longer than any of its tokens.</summary>
[Collection(LongTests.Name)]
[Trait(LongTests.Duration, LongTests.Name)]
public sealed class TokenRenewalTests(ShortTokenCluster shortTokens) : IClassFixture<ShortTokenCluster>
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    [Fact]
    public async Task With_a_keytab_containers_read_and_write_HDFS_for_three_times_the_maximum_lifetime()
    {
        var cluster = shortTokens.Cluster;
        using var user = cluster.User();
        var inner = InnerApplication.Specify(user);
        await using var application = await TestApplication.SubmitAsync(user, user.Specification($$"""
            security: {principal: alice@EXAMPLE.COM, keytab: {{cluster.Keytab("alice")}}}
            services:
              worker:
                resources: {memory: 512 MiB, vcores: 1}
                files: {inner.yaml: {{inner}}}
                script: |
                  set -e
                  hdfs() { {{cluster.FileSystemShell}} "$@"; }
                  hdfs -mkdir /user/alice/rounds
                  round=0
                  while [ $SECONDS -lt 360 ]; do
                    echo "round $round" > text
                    hdfs -put text /user/alice/rounds/$round
                    [ "$(hdfs -cat /user/alice/rounds/$round)" = "round $round" ]
                    round=$((round + 1))
                    sleep 5
                  done
                  export SKEIN_CONFIG=$PWD/config XDG_CACHE_HOME=$PWD/cache
                  echo "inner: $(skein submit inner.yaml)"
                  skein container add current --service late
              late:
                instances: 0
                resources: {memory: 512 MiB, vcores: 1}
                script: |
                  {{cluster.FileSystemShell}} -cat /user/alice/rounds/0
            """));
        var report = await application.FinishedAsync(Limit);
        var logs = await application.LogsAsync(text => text.Contains("worker.log"));
        Assert.True("SUCCEEDED" == report.GetProperty("final_status").GetString(), $"{report}\n{logs}");
        Assert.Contains("round 0", logs);
        var hdfs = new WebHdfs(cluster.Configuration);
        var rounds = await hdfs.FilesAsync("/user/alice/rounds");
        Assert.True(rounds.Count > 10, $"{rounds.Count} rounds\n{logs}");
        Assert.False(await hdfs.ExistsAsync($"/user/alice/.skein/{application.Id}"));
        var second = new TestApplication(user, Regex.Match(logs, "inner: (application_[0-9_]+)").Groups[1].Value);
        Assert.Equal("SUCCEEDED", (await second.FinishedAsync()).GetProperty("final_status").GetString());
    }
}
