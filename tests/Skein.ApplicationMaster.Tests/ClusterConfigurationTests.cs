using Skein.Contract;
using Skein.Hadoop.Configuration;

namespace Skein.ApplicationMaster.Tests;

public sealed class ClusterConfigurationTests : IDisposable
{
    private readonly string _container = Directory.CreateTempSubdirectory("skein-am").FullName;
    private readonly string _node = Directory.CreateTempSubdirectory("skein-conf").FullName;

    public void Dispose()
    {
        Directory.Delete(_container, recursive: true);
        Directory.Delete(_node, recursive: true);
    }

    [Fact]
    public void The_submitters_settings_count_before_the_nodes()
    {
        Send("submitter");
        Install("node", proxied: false);
        var configuration = Load();
        Assert.Equal(("submitter", "submitter"), (Scheduler(configuration.Client), Scheduler(configuration.Scheduler)));
    }

    [Fact]
    public void The_nodes_settings_are_taken_where_none_were_sent()
    {
        Install("node", proxied: false);
        Assert.Equal("node", Scheduler(Load().Client));
    }

    [Fact]
    public void A_proxy_on_the_node_is_where_the_scheduler_is_called()
    {
        Send("submitter");
        Install("proxy", proxied: true);
        var configuration = Load();
        Assert.Equal(("submitter", "proxy"), (Scheduler(configuration.Client), Scheduler(configuration.Scheduler)));
    }

    [Theory]
    [InlineData(null, null, 2)]
    [InlineData(5, null, 5)]
    [InlineData(null, 3, 3)]
    [InlineData(5, 3, 3)]
    [InlineData(1, 3, 1)]
    public void The_smaller_limit_of_attempts_counts(int? submitter, int? node, int limit)
    {
        Write("yarn.resourcemanager.am.max-attempts", submitter, node);
        Assert.Equal(limit, Load().MaximumAttempts);
    }

    [Theory]
    [InlineData(null, null, true)]
    [InlineData(false, null, false)]
    [InlineData(true, false, false)]
    [InlineData(false, true, true)]
    public void The_node_knows_best_whether_it_gathers_logs(bool? submitter, bool? node, bool gathers)
    {
        Write("yarn.log-aggregation-enable", submitter, node);
        Assert.Equal(gathers, Load().GathersLogs);
    }

    private void Write(string key, object? submitter, object? node)
    {
        File.WriteAllText(Path.Combine(_container, SkeinFiles.HadoopConfiguration), Site(submitter));
        File.WriteAllText(Path.Combine(_node, "yarn-site.xml"), Site(node));

        string Site(object? value) =>
            value is null ? "<configuration/>" : $"<configuration><property><name>{key}</name><value>{value}</value></property></configuration>";
    }

    private static string? Scheduler(HadoopConfiguration configuration) =>
        configuration.Get(ConfigurationKeys.ResourceManagerSchedulerAddress);

    private static string Site(string scheduler, bool proxied) => $"""
        <configuration>
          <property><name>yarn.resourcemanager.scheduler.address</name><value>{scheduler}</value></property>
          <property><name>yarn.nodemanager.amrmproxy.enabled</name><value>{(proxied ? "true" : "false")}</value></property>
        </configuration>
        """;

    private void Send(string scheduler) =>
        File.WriteAllText(Path.Combine(_container, SkeinFiles.HadoopConfiguration), Site(scheduler, proxied: false));

    private void Install(string scheduler, bool proxied) =>
        File.WriteAllText(Path.Combine(_node, "yarn-site.xml"), Site(scheduler, proxied));

    private ClusterConfiguration Load() =>
        ClusterConfiguration.Load(_container, name => name == YarnVariables.HadoopConfigurationDirectory ? _node : null);
}
