using Google.Protobuf;
using Skein.Hadoop.Hdfs.Protocol;
using Skein.Hadoop.Hdfs.Writing;
using Skein.Hadoop.Security.Protocol;

namespace Skein.Hadoop.Tests.Hdfs;

public sealed class PipelineRecoveryPolicyTests
{
    [Fact]
    public void The_data_node_to_blame_is_left_out()
    {
        var policy = new PipelineRecoveryPolicy();
        var survivors = policy.Decide(PipelineOf(3), Fault(PipelineOf(3), 1), progress: 0);
        Assert.Equal(["dn0", "dn2"], survivors!.Nodes.Select(node => node.Info.Id.DatanodeUuid));
    }

    [Fact]
    public void Without_survivors_the_block_is_given_up()
    {
        var policy = new PipelineRecoveryPolicy();
        Assert.Null(policy.Decide(PipelineOf(1), Fault(PipelineOf(1), 0), progress: 5));
        Assert.Contains("dn0:9866: broken", policy.Faults);
    }

    [Fact]
    public void A_refused_token_leaves_nobody_out_but_not_for_ever()
    {
        var policy = new PipelineRecoveryPolicy();
        var fault = Fault(PipelineOf(2), 0, Status.ErrorAccessToken);
        for (var recovery = 0; recovery < PipelineRecoveryPolicy.MaxFruitlessRecoveries; recovery++)
            Assert.Equal(2, policy.Decide(PipelineOf(2), fault, progress: 7)!.Nodes.Count);
        Assert.Null(policy.Decide(PipelineOf(2), fault, progress: 7));
    }

    [Fact]
    public void Progress_forgives_earlier_recoveries()
    {
        var policy = new PipelineRecoveryPolicy();
        var fault = Fault(PipelineOf(2), 0, Status.ErrorAccessToken);
        for (var progress = 0; progress < 3 * PipelineRecoveryPolicy.MaxFruitlessRecoveries; progress++)
            Assert.NotNull(policy.Decide(PipelineOf(2), fault, progress));
    }

    private static PipelineFaultException Fault(Pipeline pipeline, int node, Status status = Status.Error) =>
        new(pipeline, node, status, "broken");

    private static Pipeline PipelineOf(int nodes) => new(
        new ExtendedBlockProto { PoolId = "pool", BlockId = 1, GenerationStamp = 1 },
        new TokenProto { Identifier = ByteString.Empty, Password = ByteString.Empty, Kind = "", Service = "" },
        [.. Enumerable.Range(0, nodes).Select(index => new PipelineNode(NodeOf(index), StorageTypeProto.Disk, $"s{index}"))]);

    private static DatanodeInfoProto NodeOf(int index) => new()
    {
        Id = new DatanodeIDProto
        {
            IpAddr = $"10.0.0.{index}",
            HostName = $"dn{index}",
            DatanodeUuid = $"dn{index}",
            XferPort = 9866,
            InfoPort = 9864,
            IpcPort = 9867,
        },
    };
}
