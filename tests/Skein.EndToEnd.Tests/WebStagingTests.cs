using Skein.EndToEnd.Tests.Support;

namespace Skein.EndToEnd.Tests;

/// <summary>A cluster whose files are reached by the web only.</summary>
[Collection(ClusterTests.Name)]
public sealed class WebStagingTests(RealCluster cluster)
{
    [Fact]
    public async Task An_application_is_staged_runs_and_is_read_by_webhdfs()
    {
        using var user = cluster.User();
        var address = new WebHdfs(cluster.Configuration).Address;
        user.With("HADOOP_CONF_DIR", cluster.ConfigurationWith(user, ("fs.defaultFS", $"webhdfs://{address}")));
        await File.WriteAllTextAsync(Path.Combine(user.Folder, "words.txt"), "staged by web", TestContext.Current.CancellationToken);
        await using var application = await TestApplication.SubmitAsync(user, user.Specification("""
            name: staged by web
            services:
              reader:
                resources: {memory: 64 MiB, vcores: 1}
                files: {words: words.txt}
                script: cat words
            """));
        var report = await application.FinishedAsync();
        Assert.Equal("SUCCEEDED", report.GetProperty("final_status").GetString());
        await application.LogsAsync(text => text.Contains("staged by web"));
        Assert.False(await cluster.IsStagedAsync(user, application.Id));
    }
}
