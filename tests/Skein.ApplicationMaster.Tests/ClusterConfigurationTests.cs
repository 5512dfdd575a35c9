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
        WriteAttempts(Path.Combine(_container, SkeinFiles.HadoopConfiguration), submitter);
        WriteAttempts(Path.Combine(_node, "yarn-site.xml"), node);
        Assert.Equal(limit, Load().MaximumAttempts);
    }

    private static void WriteAttempts(string file, int? attempts) => File.WriteAllText(file, attempts is null
        ? "<configuration/>"
        : $"<configuration><property><name>yarn.resourcemanager.am.max-attempts</name><value>{attempts}</value></property></configuration>");

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
