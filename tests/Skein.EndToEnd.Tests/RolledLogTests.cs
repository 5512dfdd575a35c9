using Skein.EndToEnd.Tests.Support;

namespace Skein.EndToEnd.Tests;

/// <summary>Logs that nodes bring away from time to time. The embedded cluster brings them to the disk that they are on, and so only at the end.</summary>
[Collection(VariedClusterTests.Name)]
public sealed class RolledLogTests(VariedCluster cluster)
{
    [Fact]
    public async Task Log_files_are_brought_away_while_the_application_runs()
    {
        using var user = cluster.User();
        await using var application = await TestApplication.SubmitAsync(user, user.Specification("""
            logs: {rolled_include: '.*\.[0-9]+', rolled_exclude: 'secret.*'}
            master: {resources: {memory: 64 MiB, vcores: 1}}
            services:
              one:
                resources: {memory: 64 MiB, vcores: 1}
                script: |
                  echo rolled words > "${LOG_DIRS%%,*}/out.1"; echo hidden words > "${LOG_DIRS%%,*}/secret.1"
                  exec sleep 600
            """));
        await application.StateAsync("RUNNING");
        var hdfs = new WebHdfs(cluster.Configuration);
        var rolled = "";
        while (!rolled.Contains("rolled words"))
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            foreach (var file in (await hdfs.FilesAsync("/tmp/logs/testuser")).Where(file => file.Contains(application.Id) && !file.EndsWith(".tmp")))
                rolled += await hdfs.ReadAsync(file);
        }

        Assert.DoesNotContain("hidden words", rolled);
        await application.StateAsync("RUNNING");
    }
}
