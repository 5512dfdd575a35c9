using Skein.Hadoop.Configuration;
using Skein.Hadoop.Rpc;

namespace Skein.Hadoop.Tests.Configuration;

public sealed class ResourceManagerEndpointsTests
{
    private static IReadOnlyList<HadoopEndpoint> Find(params (string Key, string Value)[] properties) =>
        ResourceManagerEndpoints.Find(
            HadoopConfiguration.FromProperties(properties.Select(p => KeyValuePair.Create(p.Key, p.Value))),
            ConfigurationKeys.ResourceManagerSchedulerAddress,
            ResourceManagerEndpoints.SchedulerPort);

    [Fact]
    public void The_address_follows_from_the_host_name() =>
        Assert.Equal([new HadoopEndpoint("rm", 8030, "yarn.resourcemanager.hostname")], Find(("yarn.resourcemanager.hostname", "rm")));

    [Fact]
    public void The_address_itself_wins_over_the_host_name() =>
        Assert.Equal(
            [new HadoopEndpoint("other", 99, "yarn.resourcemanager.scheduler.address")],
            Find(("yarn.resourcemanager.hostname", "rm"), ("yarn.resourcemanager.scheduler.address", "other:99")));

    [Fact]
    public void Without_any_setting_it_is_this_machine() =>
        Assert.Equal([new HadoopEndpoint("0.0.0.0", 8030, "yarn.resourcemanager.scheduler.address")], Find());

    [Fact]
    public void Each_of_several_has_its_address_or_host_name() =>
        Assert.Equal(
            [
                new HadoopEndpoint("one", 8030, "yarn.resourcemanager.hostname.rm1"),
                new HadoopEndpoint("two", 8130, "yarn.resourcemanager.scheduler.address.rm2"),
            ],
            Find(
                ("yarn.resourcemanager.ha.enabled", "true"),
                ("yarn.resourcemanager.ha.rm-ids", "rm1, rm2"),
                ("yarn.resourcemanager.hostname.rm1", "one"),
                ("yarn.resourcemanager.scheduler.address.rm2", "two:8130")));

    [Fact]
    public void Several_without_ids_are_refused() =>
        Assert.Contains(
            "yarn.resourcemanager.ha.rm-ids",
            Assert.Throws<HadoopConfigurationException>(() => Find(("yarn.resourcemanager.ha.enabled", "true"))).Message);

    [Fact]
    public void An_id_without_address_is_named() =>
        Assert.Contains(
            "yarn.resourcemanager.scheduler.address.rm1",
            Assert.Throws<HadoopConfigurationException>(() => Find(
                ("yarn.resourcemanager.ha.enabled", "true"), ("yarn.resourcemanager.ha.rm-ids", "rm1"))).Message);
}
