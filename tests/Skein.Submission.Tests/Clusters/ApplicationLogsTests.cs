using Skein.Hadoop.Yarn.Protocol;
using Skein.Submission.Clusters;

namespace Skein.Submission.Tests.Clusters;

public sealed class ApplicationLogsTests
{
    private const string Id = "application_7_0001";

    private readonly FakeResourceManager _resourceManager = new();

    [Fact]
    public async Task Nodes_that_still_upload_are_waited_for()
    {
        var statuses = new Queue<LogAggregationStatusProto>(
            [LogAggregationStatusProto.LogNotStart, LogAggregationStatusProto.LogRunning, LogAggregationStatusProto.LogSucceeded]);
        Answer(() => statuses.Dequeue());
        // They are ready, and nobody has written any.
        Assert.StartsWith("Log aggregation has not completed or is not enabled: there are no logs of", await RefusalAsync());
        Assert.Empty(statuses);
    }

    [Fact]
    public async Task Cluster_that_does_not_say_how_far_its_nodes_are_is_not_waited_for()
    {
        Answer(status: null);
        Assert.StartsWith("Log aggregation has not completed or is not enabled", await RefusalAsync());
        Assert.Single(_resourceManager.Requests);
    }

    private void Answer(Func<LogAggregationStatusProto>? status) => _resourceManager.Answer<GetApplicationReportRequestProto>(
        "getApplicationReport",
        request =>
        {
            var report = new ApplicationReportProto
            {
                ApplicationId = request.ApplicationId,
                ApplicationType = "skein",
                User = $"nobody-{Guid.NewGuid():N}",
                YarnApplicationState = YarnApplicationStateProto.Finished,
            };
            if (status is not null)
                report.LogAggregationStatus = status();
            return new GetApplicationReportResponseProto { ApplicationReport = report };
        });

    private async Task<string> RefusalAsync()
    {
        await using var cluster = _resourceManager.Cluster();
        var logs = new ApplicationLogs(cluster, new ApplicationQueries(cluster, TimeProvider.System), TimeProvider.System);
        var refused = await Assert.ThrowsAsync<ClusterRefusedException>(async () =>
        {
            await foreach (var _ in logs.ReadAsync(Id, TestContext.Current.CancellationToken))
                Assert.Fail("There are none.");
        });
        return refused.Message;
    }
}
