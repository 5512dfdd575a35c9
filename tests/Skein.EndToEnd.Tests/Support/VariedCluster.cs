using System.Text;
using System.Text.Json;
using System.Xml.Linq;

namespace Skein.EndToEnd.Tests.Support;

/// <summary>
/// A second cluster, whose two nodes differ: in host, rack, attribute <c>disk</c> (spinning, solid) and resource type
/// <c>licence</c> (2, 0). It has labels, placement, priorities and preemption, and gives lost nodes up after seconds. With
/// SKEIN_TEST_CLUSTER=embedded it is one that the published binary embeds, whose labelled node is a third one.
/// </summary>
public sealed class VariedCluster : IAsyncLifetime
{
    private const int NoHadoop = 3;

    private static readonly HttpClient Client = new();
    private static readonly string Command = RepositoryRoot.Beneath("build", "hadoop");

    private readonly string _directory = RepositoryRoot.Beneath(".work", "test", "varied-cluster");
    private readonly bool _isEmbedded = Environment.GetEnvironmentVariable("SKEIN_TEST_CLUSTER") == "embedded";
    private SkeinUser? _host;
    private string _labelledHost = "";
    private string? _missing;

    /// <summary>Host name of the first node.</summary>
    internal string FirstHost { get; private set; } = "";

    /// <summary>Host name of the second node.</summary>
    internal string SecondHost { get; private set; } = "";

    internal string Configuration => Path.Combine(_host is null ? _directory : EmbeddedDirectory, "conf");

    private string EmbeddedDirectory => Path.Combine(_host!.Folder, "config", "cluster");

    public async ValueTask InitializeAsync()
    {
        if (_isEmbedded)
            await EmbedAsync();
        else
            await StartHadoopAsync();
        if (_missing is null)
            await FindHostsAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is null)
        {
            await HadoopAsync("down");
            return;
        }

        (await _host.RunAsync("cluster", "stop")).Successful();
        _host.Dispose();
    }

    /// <summary>A user of this cluster; skips the test where there is no Hadoop, and fails it in CI.</summary>
    internal SkeinUser User()
    {
        if (_missing is not null)
        {
            Assert.False(Environment.GetEnvironmentVariable("CI") == "true", $"CI has to bring a Hadoop: {_missing}");
            Assert.Skip(_missing);
        }

        return _host is null
            ? new SkeinUser(Configuration)
            : new SkeinUser(Configuration, Environment.UserName, Path.Combine(EmbeddedDirectory, "credentials"));
    }

    /// <summary>Has the cluster lose a node; disposing of the result brings it back.</summary>
    internal async Task<KilledDaemon> LoseNodeAsync(string host)
    {
        if (_host is null)
            return await new ClusterDaemons(_directory).KillAsync(host == FirstHost ? "nm1" : "nm2");
        var excluded = Path.Combine(EmbeddedDirectory, "excluded-hosts");
        await File.WriteAllTextAsync(excluded, $"{host}\n", TestContext.Current.CancellationToken);
        return new KilledDaemon(async () =>
        {
            File.Delete(excluded);
            using var user = User();
            while (!(await user.RunAsync("node", "ls")).Successful().Output.Contains($"{host}:"))
            {
            }
        });
    }

    /// <summary>A node that has the exclusive label <c>fast</c> until the result is disposed of.</summary>
    internal async Task<LabelledNode> LabelAsync()
    {
        if (_host is not null)
            return new LabelledNode(_labelledHost, () => Task.CompletedTask);
        using var added = await PostAsync("add-node-labels", """{"nodeLabelInfo": [{"name": "fast", "exclusivity": true}]}""");
        added.EnsureSuccessStatusCode();
        var nodes = JsonDocument.Parse(await GetAsync("nodes"));
        var id = nodes.RootElement.GetProperty("nodes").GetProperty("node").EnumerateArray().Select(node => node.GetProperty("id").GetString()!)
            .Single(id => id.StartsWith($"{SecondHost}:", StringComparison.Ordinal));
        await SetAsync("fast");
        return new LabelledNode(SecondHost, () => SetAsync(""));

        async Task SetAsync(string label)
        {
            using var set = await PostAsync($"nodes/{id}/replace-labels?labels={label}", "");
            set.EnsureSuccessStatusCode();
        }
    }

    /// <summary>What the ResourceManager's own web service says at a path below <c>/ws/v1/cluster</c>, as JSON.</summary>
    internal Task<string> GetAsync(string path) =>
        Client.GetStringAsync($"{Address(path)}?user.name={Environment.UserName}", TestContext.Current.CancellationToken);

    /// <summary>One field of an application, as the ResourceManager's own web service has it.</summary>
    internal async Task<string> ApplicationFieldAsync(string id, string field) =>
        JsonDocument.Parse(await GetAsync($"apps/{id}")).RootElement.GetProperty("app").GetProperty(field).ToString();

    private async Task EmbedAsync()
    {
        _host = new SkeinUser(configuration: null);
        string[] options =
        [
            "--memory", "6144", "--vcores", "24", "--preemption",
            "--node", "rack=/rack1,attribute.disk=spinning,resource.licence=2",
            "--node", "rack=/rack2,attribute.disk=solid",
            "--node", "rack=/rack3,attribute.disk=solid,label=fast",
            "--queue", "default=50", "--queue", "fruit.apples=40", "--queue", "fruit.bananas=5", "--queue", "fruit.oranges=5",
        ];
        (await _host.RunAsync(["cluster", "start", .. options])).Successful();
    }

    private async Task StartHadoopAsync()
    {
        await HadoopAsync("down");
        var attributes = Path.Combine(Path.GetTempPath(), $"skein-attributes-{Guid.NewGuid():N}");
        await File.WriteAllTextAsync(attributes, "#!/bin/sh\necho \"NODE_ATTRIBUTE:disk,STRING,$1\"\n");
        File.SetUnixFileMode(attributes, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        string[] settings =
        [
            "yarn.resourcemanager.nodemanagers.heartbeat-interval-ms=200",
            "yarn.nm.liveness-monitor.expiry-interval-ms=6000",
            "yarn.nodemanager.resource.memory-mb=2048",
            "yarn.node-labels.enabled=true",
            "yarn.scheduler.capacity.root.accessible-node-labels=*",
            "yarn.scheduler.capacity.root.accessible-node-labels.fast.capacity=100",
            "yarn.scheduler.capacity.root.default.accessible-node-labels=fast",
            "yarn.scheduler.capacity.root.default.accessible-node-labels.fast.capacity=100",
            // As Hadoop comes; the other cluster's value switches locality off.
            "yarn.scheduler.capacity.node-locality-delay=40",
            "yarn.resourcemanager.placement-constraints.handler=scheduler",
            "yarn.nodemanager.node-attributes.provider=script",
            $"yarn.nodemanager.node-attributes.provider.script.path={attributes}",
            "nm1:yarn.nodemanager.node-attributes.provider.script.opts=spinning",
            "nm2:yarn.nodemanager.node-attributes.provider.script.opts=solid",
            "yarn.resource-types=licence",
            "nm1:yarn.nodemanager.resource-type.licence=2",
            "nm2:yarn.nodemanager.resource-type.licence=0",
            "yarn.cluster.max-application-priority=10",
            "yarn.scheduler.capacity.root.default.capacity=50",
            "yarn.scheduler.capacity.root.default.user-limit-factor=10",
            "yarn.scheduler.capacity.root.fruit.capacity=50",
            "yarn.scheduler.capacity.root.fruit.apples.capacity=80",
            "yarn.scheduler.capacity.root.fruit.bananas.capacity=10",
            "yarn.scheduler.capacity.root.fruit.oranges.capacity=10",
            "yarn.resourcemanager.scheduler.monitor.enable=true",
            "yarn.resourcemanager.monitor.capacity.preemption.monitoring_interval=500",
            "yarn.resourcemanager.monitor.capacity.preemption.max_wait_before_kill=500",
            "yarn.resourcemanager.monitor.capacity.preemption.total_preemption_per_round=1.0",
            "yarn.resourcemanager.monitor.capacity.preemption.natural_termination_factor=1.0",
            "yarn.nodemanager.log-aggregation.debug-enabled=true",
            "yarn.nodemanager.log-aggregation.roll-monitoring-interval-seconds=3",
        ];
        var up = await HadoopAsync(["up", "--nodemanagers", "2", "--separate-hosts", .. settings.SelectMany(setting => (string[])["--set", setting])]);
        if (up.ExitCode == NoHadoop)
        {
            _missing = up.Error;
            return;
        }

        up.Successful();
    }

    private async Task FindHostsAsync()
    {
        using var user = User();
        var nodes = JsonDocument.Parse((await user.RunAsync("node", "ls", "--json")).Successful().Output).RootElement.EnumerateArray().ToList();
        FirstHost = HostIn("/rack1");
        SecondHost = HostIn("/rack2");
        if (_isEmbedded)
            _labelledHost = HostIn("/rack3");

        string HostIn(string rack) => nodes.Single(node => node.GetProperty("rack").GetString() == rack).GetProperty("id").GetString()!.Split(':')[0];
    }

    private Task<HttpResponseMessage> PostAsync(string path, string json)
    {
        var address = Address(path);
        address += (address.Contains('?') ? "&" : "?") + $"user.name={Environment.UserName}";
        return Client.PostAsync(address, new StringContent(json, Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);
    }

    private string Address(string path)
    {
        var web = XDocument.Load(Path.Combine(Configuration, "yarn-site.xml")).Descendants("property")
            .First(property => property.Element("name")!.Value == "yarn.resourcemanager.webapp.address").Element("value")!.Value;
        return $"http://{web}/ws/v1/cluster/{path}";
    }

    private Task<CommandResult> HadoopAsync(params string[] arguments) => SkeinProcess.RunAsync(
        Command, [.. arguments, "--dir", _directory], new Dictionary<string, string?>(), input: null);
}
