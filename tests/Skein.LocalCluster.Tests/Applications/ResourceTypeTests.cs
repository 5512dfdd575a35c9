using Skein.Hadoop.Rpc.Server;
using Skein.Hadoop.Yarn.Protocol;
using Skein.LocalCluster.Reports;
using Skein.LocalCluster.Scheduling;

namespace Skein.LocalCluster.Tests.Applications;

public sealed class ResourceTypeTests
{
    private readonly TestCluster _cluster = new(Node("n1", 2), Node("n2", 0));

    [Fact]
    public void Types_are_counted_and_given_back()
    {
        var application = _cluster.SubmitAndRegister();
        var granted = _cluster.Allocate(application, Ask(3, "licence", 1)).AllocatedContainers;
        Assert.Equal(["n1", "n1"], granted.Select(container => container.NodeId.Host));
        Assert.Equal(1, Assert.Single(granted[0].Resource.ResourceValueMap).Value);
        _cluster.End(_cluster.Container(granted[0]));
        Assert.Single(_cluster.Allocate(application).AllocatedContainers);
    }

    [Fact]
    public void More_than_any_node_has_is_refused_with_both_amounts()
    {
        var application = _cluster.SubmitAndRegister();
        var refusal = Assert.Throws<RpcRefusedException>(() => _cluster.Allocate(application, Ask(1, "licence", 3)));
        Assert.Contains("Requested resource type=[licence], Requested resource=<memory:100, vCores:1, licence: 3>", refusal.Message);
        Assert.Contains("maximum allowed allocation=<memory:1000, vCores:8, licence: 2>", refusal.Message);
    }

    [Fact]
    public void A_type_that_no_node_has_is_left_out()
    {
        var application = _cluster.SubmitAndRegister();
        Assert.Empty(Assert.Single(_cluster.Allocate(application, Ask(1, "fizz", 1)).AllocatedContainers).Resource.ResourceValueMap);
    }

    [Fact]
    public void Clients_are_told_the_types_and_the_largest_amounts()
    {
        Assert.Equal(
            ["memory-mb", "vcores", "licence"], ClusterReports.ResourceTypes(_cluster.State).ResourceTypeInfo.Select(type => type.Name));
        Assert.Equal(2, _cluster.State.Maximum.ToMessage().ResourceValueMap[0].Value);
    }

    [Fact]
    public void Amounts_add_up_without_zeros()
    {
        var one = ResourceAmounts.Of(Ask(1, "licence", 1).Capability);
        Assert.Equal(2, (one + one).Others["licence"]);
        Assert.Equal(new ResourceAmounts(0, 0), one - one);
        Assert.NotEqual(one, ResourceAmounts.Of(Ask(1, "other", 1).Capability));
        Assert.True(one.CompareTo(one * 2) < 0);
    }

    private static IdleNode Node(string host, long licences)
    {
        var capability = new ResourceProto { Memory = 1000, VirtualCores = 8 };
        if (licences > 0)
            capability.ResourceValueMap.Add(new ResourceInformationProto { Key = "licence", Value = licences });
        var node = new IdleNode(host, 1000, 8);
        return new IdleNode(host, 1000, 8) { Description = node.Description with { Capability = capability } };
    }

    private static ResourceRequestProto Ask(int count, string type, long amount)
    {
        var ask = TestCluster.Ask(count);
        ask.Capability.ResourceValueMap.Add(new ResourceInformationProto { Key = type, Value = amount });
        return ask;
    }
}
