using System.Text;
using Skein.EndToEnd.Tests.Support;

namespace Skein.EndToEnd.Tests;

/// <summary>An application that uses WebHDFS on a cluster with Kerberos.</summary>
[Collection(LongTests.Name)]
[Trait(LongTests.Duration, LongTests.Name)]
public sealed class WebTokenTests(WebLoginCluster webLogin) : IClassFixture<WebLoginCluster>
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Containers_use_WebHDFS_by_a_token_and_no_ResourceManager_afterwards(bool hasKeytab)
    {
        var cluster = webLogin.Cluster;
        using var user = cluster.User();
        var address = $"webhdfs://{new WebHdfs(cluster.Configuration).Address}";
        await using var application = await TestApplication.SubmitAsync(user, user.Specification($$"""
            {{(hasKeytab ? $"security: {{principal: alice@EXAMPLE.COM, keytab: {cluster.Keytab("alice")}}}" : "")}}
            file_systems: ["{{address}}"]
            services:
              worker:
                resources: {memory: 512 MiB, vcores: 1}
                script: |
                  set -e
                  hdfs() { {{cluster.FileSystemShell}} "$@"; }
                  echo "written by the web" > text
                  hdfs -put -f text {{address}}/user/alice/by-web
                  hdfs -cat {{address}}/user/alice/by-web
                  base64 -w 0 "$HADOOP_TOKEN_FILE_LOCATION"
                  echo
            """));
        var report = await application.FinishedAsync();
        var logs = await application.LogsAsync(text => text.Contains("worker.log"));
        Assert.True("SUCCEEDED" == report.GetProperty("final_status").GetString(), $"{report}\n{logs}");
        Assert.Contains("written by the web", logs);
        var tokens = logs.Split('\n').Last(line => line.StartsWith(Convert.ToBase64String("HDTS"u8)[..5], StringComparison.Ordinal));
        var bytes = Convert.FromBase64String(tokens.Trim());
        Assert.Contains("WEBHDFS delegation", Encoding.Latin1.GetString(bytes));

        using var thief = cluster.Stranger();
        var stolen = Path.Combine(thief.Folder, "tokens");
        await File.WriteAllBytesAsync(stolen, bytes, TestContext.Current.CancellationToken);
        thief.With("HADOOP_TOKEN_FILE_LOCATION", stolen);
        var refused = await TestApplication.PollAsync(() => thief.RunAsync("ls"), result => result.ExitCode != 0, "refusal of the cancelled token");
        Assert.Contains("the token has expired, was cancelled or is another server's", refused.Error);
    }
}
