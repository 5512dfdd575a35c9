using Skein.Hadoop.Yarn.Protocol;
using Skein.LocalCluster.History;
using Skein.LocalCluster.History.Protocol;

namespace Skein.LocalCluster.Tests.History;

public sealed class ApplicationHistoryTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("skein-history-").FullName;

    [Fact]
    public void What_was_interrupted_uses_nothing_any_more()
    {
        var history = new ApplicationHistory(_directory);
        history.Write(new RememberedApplication
        {
            Report = new ApplicationReportProto
            {
                ApplicationId = new ApplicationIdProto { ClusterTimestamp = 1, Id = 1 },
                YarnApplicationState = YarnApplicationStateProto.Running,
                AppResourceUsage = new ApplicationResourceUsageReportProto
                {
                    NumUsedContainers = 1,
                    UsedResources = new ResourceProto { Memory = 64, VirtualCores = 1 },
                },
            },
            Attempts = { new ApplicationAttemptReportProto { YarnApplicationAttemptState = YarnApplicationAttemptStateProto.AppAttemptRunning } },
        });
        var found = Assert.Single(history.ReadAll("h:1", DateTimeOffset.UnixEpoch)).Value;
        Assert.Equal(YarnApplicationStateProto.Killed, found.Report.YarnApplicationState);
        Assert.Equal((-1, 0), (found.Report.AppResourceUsage.NumUsedContainers, found.Report.AppResourceUsage.UsedResources.VirtualCores));
        Assert.Equal(YarnApplicationAttemptStateProto.AppAttemptKilled, Assert.Single(found.Attempts).YarnApplicationAttemptState);
    }

    [Fact]
    public void Only_what_is_damaged_is_deleted()
    {
        var damaged = Path.Combine(_directory, "application_1_0001");
        File.WriteAllBytes(damaged, [0xff]);
        // A link to what is not there is listed, and can not be read.
        var unreadable = Path.Combine(_directory, "application_1_0002");
        File.CreateSymbolicLink(unreadable, "missing");
        Assert.Empty(new ApplicationHistory(_directory).ReadAll("h:1", DateTimeOffset.UnixEpoch));
        Assert.Equal([unreadable], Directory.GetFiles(_directory));
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}
