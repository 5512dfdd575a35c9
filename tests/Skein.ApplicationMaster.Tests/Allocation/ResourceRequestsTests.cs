using Skein.ApplicationMaster.Allocation;
using Skein.Hadoop.Yarn.Protocol;
using Skein.Protocol;
using static Skein.ApplicationMaster.Tests.Support.YarnMessages;

namespace Skein.ApplicationMaster.Tests.Allocation;

public sealed class ResourceRequestsTests
{
    [Fact]
    public void Resource_types_of_the_cluster_are_asked_for_in_its_units()
    {
        var service = Service();
        service.Resources.Custom.Add(new ResourceAmount { Name = "example.com/disk", Value = 3, Units = "Gi" });
        var amount = Assert.Single(Assert.Single(Write(service)).Capability.ResourceValueMap);
        Assert.Equal(("example.com/disk", 3L, "Gi"), (amount.Key, amount.Value, amount.Units));
    }

    [Fact]
    public void A_request_without_places_asks_for_anywhere()
    {
        var service = Service();
        service.NodeLabel = "gpu";
        var ask = Assert.Single(Write(service));
        Assert.Equal("*", ask.ResourceName);
        Assert.True(ask.RelaxLocality);
        Assert.Equal("gpu", ask.NodeLabelExpression);
        Assert.Equal((512L, 1), (ask.Capability.Memory, ask.Capability.VirtualCores));
        Assert.Equal((7, 7L), (ask.Priority.Priority, ask.AllocationRequestId));
        Assert.False(ask.Capability.ResourceValueMap.Count > 0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Strict_hosts_close_the_levels_above_them(bool relax)
    {
        var service = Service();
        service.Nodes.Add(["h1", "h2", "h1"]);
        service.RelaxLocality = relax;
        service.NodeLabel = "x";
        Assert.Equal(
            [("h1", true, ""), ("h2", true, ""), ("/r-h1", relax, ""), ("/r-h2", relax, ""), ("*", relax, "x")],
            Write(service).Select(a => (a.ResourceName, a.RelaxLocality, a.NodeLabelExpression)));
    }

    [Fact]
    public void A_rack_that_was_asked_for_is_good_enough_by_itself()
    {
        var service = Service();
        service.Nodes.Add("h1");
        service.Racks.Add(["/r-h1", "/other"]);
        Assert.Equal(
            [("h1", true), ("r-h1-a", true), ("r-h1-b", true), ("other-a", true), ("other-b", true), ("/r-h1", true), ("/other", true), ("*", false)],
            Write(service).Select(a => (a.ResourceName, a.RelaxLocality)));
    }

    [Fact]
    public void Hosts_of_a_rack_are_named_only_where_nothing_else_will_do()
    {
        var service = Service();
        service.Racks.Add("/r");
        Assert.Equal(["r-a", "r-b", "/r", "*"], Write(service).Select(a => a.ResourceName));
        service.RelaxLocality = true;
        Assert.Equal(["/r", "*"], Write(service).Select(a => a.ResourceName));
    }

    [Fact]
    public void A_withdrawn_request_takes_back_every_level()
    {
        var service = Service();
        service.Nodes.Add("h1");
        Assert.All(ResourceRequests.Write(new ContainerRequest(7, service), 0, _ => "/r", _ => []), ask => Assert.Equal(0, ask.NumContainers));
    }

    private static IEnumerable<ResourceRequestProto> Write(Service service) =>
        ResourceRequests.Write(new ContainerRequest(7, service), 1, host => "/r-" + host, rack => [rack[1..] + "-a", rack[1..] + "-b"]);
}
