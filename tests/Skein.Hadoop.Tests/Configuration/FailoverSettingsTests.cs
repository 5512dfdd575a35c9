using Skein.Hadoop.Configuration;
using Skein.Hadoop.Rpc;

namespace Skein.Hadoop.Tests.Configuration;

public sealed class FailoverSettingsTests
{
    private static HadoopConfiguration With(params (string Key, string Value)[] properties) =>
        HadoopConfiguration.FromProperties(properties.Select(p => KeyValuePair.Create(p.Key, p.Value)));

    [Fact]
    public void Without_settings_NameNodes_are_looked_for_as_Hadoop_does() =>
        Assert.Equal(new RpcFailoverOptions(), FailoverSettings.OfNameNodes(With()));

    [Fact]
    public void The_settings_of_HDFS_count_for_NameNodes() => Assert.Equal(
        new RpcFailoverOptions
        {
            Attempts = 3, FirstDelay = TimeSpan.FromMilliseconds(10), MaxDelay = TimeSpan.FromMilliseconds(20), RandomOrder = true,
        },
        FailoverSettings.OfNameNodes(With(
            ("dfs.client.failover.max.attempts", "3"),
            ("dfs.client.failover.sleep.base.millis", "10"),
            ("dfs.client.failover.sleep.max.millis", "20"),
            ("dfs.client.failover.random.order", "true"))));

    [Theory]
    [InlineData("-1", 15)]
    [InlineData("0", 0)]
    public void The_settings_of_YARN_count_for_ResourceManagers(string attempts, int expected) => Assert.Equal(
        new RpcFailoverOptions { Attempts = expected, FirstDelay = TimeSpan.FromMilliseconds(10), MaxDelay = TimeSpan.FromMilliseconds(20) },
        FailoverSettings.OfResourceManagers(With(
            ("yarn.client.failover-max-attempts", attempts),
            ("yarn.client.failover-sleep-base-ms", "10"),
            ("yarn.client.failover-sleep-max-ms", "20"))));
}
