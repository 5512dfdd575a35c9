using Skein.Hadoop.Rpc;
using Skein.Hadoop.Security;
using Skein.Hadoop.Tests.Rpc;
using Skein.Hadoop.Yarn;
using Skein.Hadoop.Yarn.Protocol;

namespace Skein.Hadoop.Tests.Yarn;

public sealed class RealClusterTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_real_resource_manager_answers_many_calls_at_once_over_one_connection()
    {
        var target = new RpcTarget(RealCluster.ResourceManager, YarnProtocols.ApplicationClient, RealCluster.Identity);
        await using var client = new RpcClient(RealCluster.Options);
        var manager = new ResourceManagerClient(client.Open(target));

        var applications = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => manager.GetNewApplicationAsync(Cancellation)));
        Assert.Equal(50, applications.Select(application => YarnIds.Format(application.ApplicationId)).Distinct().Count());

        var metrics = await manager.GetClusterMetricsAsync(Cancellation);
        Assert.True(metrics.ClusterMetrics.NumActiveNms >= 1);
        var nodes = await manager.GetClusterNodesAsync(new GetClusterNodesRequestProto(), Cancellation);
        Assert.Contains(nodes.NodeReports, node => node.NodeState == NodeStateProto.NsRunning);
        var queue = await manager.GetQueueInfoAsync(new GetQueueInfoRequestProto { QueueName = "default" }, Cancellation);
        Assert.Equal("default", queue.QueueInfo.QueueName);
    }

    [Fact]
    public async Task A_real_resource_manager_tells_that_it_knows_no_such_application()
    {
        await using var client = new RpcClient(RealCluster.Options);
        var manager = new ResourceManagerClient(
            client.Open(new RpcTarget(RealCluster.ResourceManager, YarnProtocols.ApplicationClient, RealCluster.Identity)));
        var request = new GetApplicationReportRequestProto { ApplicationId = YarnIds.ParseApplication("application_5_0099") };
        var error = await Assert.ThrowsAsync<RemoteException>(() => manager.GetApplicationReportAsync(request, Cancellation));
        Assert.Equal(YarnErrors.ApplicationNotFound, error.ClassName);
        Assert.StartsWith("Application with id 'application_5_0099' doesn't exist in RM.", error.Message);
    }

    [Fact]
    public async Task A_real_scheduler_refuses_a_user_without_a_token()
    {
        await using var client = new RpcClient(RealCluster.Options);
        var master = new ApplicationMasterClient(
            client.Open(new RpcTarget(RealCluster.Scheduler, YarnProtocols.ApplicationMaster, RealCluster.Identity)));
        var failure = await Assert.ThrowsAsync<RpcConnectionException>(
            () => master.AllocateAsync(new AllocateRequestProto(), Cancellation));
        Assert.Equal(RpcFailure.Refused, failure.Failure);
        Assert.Contains("Available:[TOKEN]", failure.Message);
        Assert.Contains("yarn.resourcemanager.scheduler.address", failure.Message);
    }

    [Fact]
    public async Task A_real_scheduler_refuses_a_token_it_did_not_issue()
    {
        var golden = GoldenFile.Open("am-scheduler");
        var token = new Token(
            Convert.FromHexString(golden.Digest("identifier")),
            new Secret(Convert.FromHexString(golden.Digest("password"))),
            TokenKinds.ApplicationMaster,
            "");
        await using var client = new RpcClient(RealCluster.Options);
        var master = new ApplicationMasterClient(
            client.Open(new RpcTarget(RealCluster.Scheduler, YarnProtocols.ApplicationMaster, RealCluster.Identity, token)));
        var failure = await Assert.ThrowsAsync<RpcConnectionException>(
            () => master.AllocateAsync(new AllocateRequestProto(), Cancellation));
        Assert.Equal(RpcFailure.Refused, failure.Failure);
        Assert.Equal(RemoteErrors.InvalidToken, Assert.IsType<RemoteException>(failure.InnerException).ClassName);
    }

    [Fact]
    public async Task A_web_port_of_a_real_cluster_is_no_resource_manager()
    {
        await using var client = new RpcClient(RealCluster.Options);
        var manager = new ResourceManagerClient(
            client.Open(new RpcTarget(RealCluster.ResourceManagerPages, YarnProtocols.ApplicationClient, RealCluster.Identity)));
        var failure = await Assert.ThrowsAsync<RpcConnectionException>(() => manager.GetClusterMetricsAsync(Cancellation));
        Assert.Contains("HTTP", failure.Message);
    }
}
