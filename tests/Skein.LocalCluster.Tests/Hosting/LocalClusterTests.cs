using Skein.Hadoop.Configuration;
using Skein.Hadoop.Rpc;
using Skein.Hadoop.Security;
using Skein.Hadoop.Yarn;
using Skein.Hadoop.Yarn.Protocol;
using Skein.LocalCluster.Hosting;
using Skein.LocalCluster.Nodes;

namespace Skein.LocalCluster.Tests.Hosting;

public sealed class LocalClusterTests : IAsyncDisposable
{
    private static readonly RpcOptions Once = new() { Retry = RpcRetryOptions.None };

    private readonly ClusterDirectory _directory = new(Path.Combine(Path.GetTempPath(), $"skein-cluster-{Guid.NewGuid():N}"));
    private readonly RpcClient _rpc = new(Once);
    private RecordingNode? _node;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_application_lives_through_the_protocols_alone()
    {
        await using var cluster = await StartAsync();
        var client = new ResourceManagerClient(Open(ConfigurationKeys.ResourceManagerAddress, YarnProtocols.ApplicationClient, Client()));
        var id = (await client.GetNewApplicationAsync(Cancellation)).ApplicationId;
        await client.SubmitApplicationAsync(Submission(id), Cancellation);
        var launch = await _node!.Launches.Reader.ReadAsync(Cancellation);

        var proofs = Credentials.Read(launch.Context.Tokens.Span);
        var master = new ApplicationMasterClient(Open(
            ConfigurationKeys.ResourceManagerSchedulerAddress, YarnProtocols.ApplicationMaster, proofs.Find(TokenKinds.ApplicationMaster)));
        await master.RegisterAsync(new RegisterApplicationMasterRequestProto { Host = "h", RpcPort = 7 }, Cancellation);
        var report = await ReportAsync(client, id);
        Assert.Equal((YarnApplicationStateProto.Running, "h", 7), (report.YarnApplicationState, report.Host, report.RpcPort));

        var ask = new ResourceRequestProto
        {
            Priority = new PriorityProto { Priority = 1 },
            ResourceName = "*",
            Capability = new ResourceProto { Memory = 100, VirtualCores = 1 },
            NumContainers = 1,
        };
        var answer = await master.AllocateAsync(new AllocateRequestProto { Ask = { ask } }, Cancellation);
        Assert.Single(answer.AllocatedContainers);
        Assert.Single(answer.NmTokens);

        var finish = new FinishApplicationMasterRequestProto { FinalApplicationStatus = FinalApplicationStatusProto.AppSucceeded };
        Assert.True((await master.FinishAsync(finish, Cancellation)).IsUnregistered);
        _node.End(launch.ContainerId, 0);
        Assert.Equal(YarnIds.Format(id), await _node.Ended.Reader.ReadAsync(Cancellation));
        report = await ReportAsync(client, id);
        Assert.Equal((YarnApplicationStateProto.Finished, FinalApplicationStatusProto.AppSucceeded), (report.YarnApplicationState, report.FinalApplicationStatus));
    }

    [Fact]
    public async Task An_attempt_that_is_over_opens_nothing_any_more()
    {
        await using var cluster = await StartAsync();
        var client = new ResourceManagerClient(Open(ConfigurationKeys.ResourceManagerAddress, YarnProtocols.ApplicationClient, Client()));
        var id = (await client.GetNewApplicationAsync(Cancellation)).ApplicationId;
        await client.SubmitApplicationAsync(Submission(id), Cancellation);
        var proofs = Credentials.Read((await _node!.Launches.Reader.ReadAsync(Cancellation)).Context.Tokens.Span);
        await client.ForceKillApplicationAsync(new KillApplicationRequestProto { ApplicationId = id }, Cancellation);
        var master = new ApplicationMasterClient(Open(
            ConfigurationKeys.ResourceManagerSchedulerAddress, YarnProtocols.ApplicationMaster, proofs.Find(TokenKinds.ApplicationMaster)));
        var failure = await Assert.ThrowsAsync<RpcConnectionException>(() =>
            master.RegisterAsync(new RegisterApplicationMasterRequestProto(), Cancellation));
        Assert.Equal(RpcFailure.Refused, failure.Failure);
    }

    [Theory]
    [InlineData(ConfigurationKeys.ResourceManagerAddress, YarnProtocols.ApplicationClient)]
    [InlineData(ConfigurationKeys.ResourceManagerSchedulerAddress, YarnProtocols.ApplicationMaster)]
    public async Task No_port_opens_without_the_right_token(string port, string protocol)
    {
        await using var cluster = await StartAsync();
        var forged = new Token(Client().Identifier, new Secret("guess"u8.ToArray()), TokenKinds.ResourceManagerDelegation, "");
        foreach (var token in (Token?[])[null, forged])
        {
            var failure = await Assert.ThrowsAsync<RpcConnectionException>(() => Open(port, protocol, token).CallAsync(
                "getNewApplication", new GetNewApplicationRequestProto(), GetNewApplicationResponseProto.Parser, Cancellation));
            Assert.Equal(RpcFailure.Refused, failure.Failure);
        }
    }

    [Fact]
    public async Task No_node_opens_without_its_token()
    {
        await using var cluster = await StartAsync(Options() with { SimulatedNodes = 1 });
        var client = new ResourceManagerClient(Open(ConfigurationKeys.ResourceManagerAddress, YarnProtocols.ApplicationClient, Client()));
        var nodes = (await client.GetClusterNodesAsync(new GetClusterNodesRequestProto(), Cancellation)).NodeReports;
        Assert.Equal(2, nodes.Count);
        foreach (var node in nodes)
        {
            var endpoint = new HadoopEndpoint(node.NodeId.Host, node.NodeId.Port);
            foreach (var token in (Token?[])[null, Client()])
            {
                var failure = await Assert.ThrowsAsync<RpcConnectionException>(() => Open(endpoint, YarnProtocols.ContainerManagement, token).CallAsync(
                    "stopContainers", new StopContainersRequestProto(), StopContainersResponseProto.Parser, Cancellation));
                Assert.Equal(RpcFailure.Refused, failure.Failure);
            }
        }
    }

    [Fact]
    public async Task Secrets_are_this_users_alone()
    {
        await using var cluster = await StartAsync();
        foreach (var file in (string[])[_directory.Credentials, _directory.Address])
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
        Assert.Equal(
            UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(_directory.Root));
    }

    [Fact]
    public async Task A_directory_has_one_cluster_at_a_time()
    {
        await using (var first = await StartAsync())
        {
            Assert.NotNull(ClusterAddress.FindRunning(_directory));
            Assert.Null(await LocalCluster.Hosting.LocalCluster.StartAsync(Options(), Cancellation));
        }

        Assert.Null(ClusterAddress.FindRunning(_directory));
        await using var second = await StartAsync();
        Assert.NotNull(ClusterAddress.FindRunning(_directory));
    }

    [Fact]
    public async Task What_ran_when_the_cluster_ended_is_listed_as_killed_by_the_next()
    {
        ApplicationIdProto id;
        await using (var cluster = await StartAsync())
        {
            var client = new ResourceManagerClient(Open(ConfigurationKeys.ResourceManagerAddress, YarnProtocols.ApplicationClient, Client()));
            id = (await client.GetNewApplicationAsync(Cancellation)).ApplicationId;
            await client.SubmitApplicationAsync(Submission(id), Cancellation);
            await _node!.Launches.Reader.ReadAsync(Cancellation);
        }

        await using var next = await StartAsync();
        var later = new ResourceManagerClient(Open(ConfigurationKeys.ResourceManagerAddress, YarnProtocols.ApplicationClient, Client()));
        var report = await ReportAsync(later, id);
        Assert.Equal(YarnApplicationStateProto.Killed, report.YarnApplicationState);
        Assert.Contains("embedded cluster was stopped", report.Diagnostics);
        // The pages have another port than before.
        Assert.Equal(new Uri(ClusterAddress.FindRunning(_directory)!.Pages).Authority, new Uri(report.TrackingUrl).Authority);
        var listed = await later.GetApplicationsAsync(new GetApplicationsRequestProto(), Cancellation);
        Assert.Equal(id, Assert.Single(listed.Applications).ApplicationId);
        // It has ended as any other: to kill it is no error.
        await later.ForceKillApplicationAsync(new KillApplicationRequestProto { ApplicationId = id }, Cancellation);
    }

    [Fact]
    public async Task Pages_show_its_applications_and_nodes_and_leave_strangers_out()
    {
        await using var cluster = await StartAsync();
        var client = new ResourceManagerClient(Open(ConfigurationKeys.ResourceManagerAddress, YarnProtocols.ApplicationClient, Client()));
        var id = (await client.GetNewApplicationAsync(Cancellation)).ApplicationId;
        await client.SubmitApplicationAsync(Submission(id), Cancellation);
        var launch = await _node!.Launches.Reader.ReadAsync(Cancellation);
        var report = await ReportAsync(client, id);
        var address = ClusterAddress.FindRunning(_directory)!.Pages;
        using var browser = new HttpClient();

        Assert.Contains(YarnIds.Format(id), await browser.GetStringAsync(address, Cancellation));
        Assert.Contains(launch.ContainerId, await browser.GetStringAsync(report.TrackingUrl, Cancellation));
        var services = new Uri(new Uri(address), "/ws/v1/cluster/");
        Assert.Contains($"\"id\":\"{_node.Description.Name}\"", await browser.GetStringAsync(new Uri(services, "nodes"), Cancellation));
        Assert.Contains(
            launch.ContainerId, await browser.GetStringAsync(new Uri(services, $"apps/{YarnIds.Format(id)}/appattempts"), Cancellation));
        using var stranger = new HttpClient();
        stranger.DefaultRequestHeaders.Add("Sec-Fetch-Site", "cross-site");
        using var refused = await stranger.GetAsync(services, Cancellation);
        Assert.Equal(System.Net.HttpStatusCode.Forbidden, refused.StatusCode);
    }

    [Fact]
    public async Task A_part_that_does_not_end_well_holds_up_nothing_else()
    {
        var reports = new System.Collections.Concurrent.ConcurrentQueue<string>();
        var cluster = await StartAsync(Options() with
        {
            Report = reports.Enqueue,
            NodeFactory = (description, events) => new RecordingNode(description, events) { Failure = new IOException("it broke") },
        });
        await cluster.DisposeAsync();
        Assert.Contains("it broke", Assert.Single(reports));
        Assert.False(ClusterAddress.IsHeld(_directory));
    }

    [Fact]
    public async Task Every_call_and_every_page_keeps_it_from_becoming_idle()
    {
        var time = new ShiftedTime();
        await using var cluster = await StartAsync(Options() with { Time = time });
        var client = new ResourceManagerClient(Open(ConfigurationKeys.ResourceManagerAddress, YarnProtocols.ApplicationClient, Client()));
        using var browser = new HttpClient();
        foreach (var ask in (Func<Task>[])
        [
            () => client.GetNewApplicationAsync(Cancellation),
            // The same connection.
            () => client.GetNewApplicationAsync(Cancellation),
            () => browser.GetStringAsync(ClusterAddress.FindRunning(_directory)!.Pages, Cancellation),
        ])
        {
            time.Shift(TimeSpan.FromHours(1));
            Assert.InRange(cluster.Unused, TimeSpan.FromHours(1), TimeSpan.MaxValue);
            await ask();
            Assert.InRange(cluster.Unused, TimeSpan.Zero, TimeSpan.FromMinutes(30));
        }
    }

    [Fact]
    public async Task Nodes_have_hosts_of_their_own_and_are_lost_while_they_are_excluded()
    {
        await using var cluster = await StartAsync(Options() with { Nodes = [new(), NodeDefinition.Parse("rack=/r2,memory=700")] });
        var client = new ResourceManagerClient(Open(ConfigurationKeys.ResourceManagerAddress, YarnProtocols.ApplicationClient, Client()));
        var nodes = await NodesAsync(client, 2);
        Assert.Equal([("127.0.0.1", "/default-rack", 500L), ("127.0.0.2", "/r2", 700L)], nodes.Select(node => (node.NodeId.Host, node.RackName, node.Capability.Memory)));
        using (var browser = new HttpClient())
            Assert.Contains("nodeHostName", await browser.GetStringAsync($"http://{nodes[1].HttpAddress}/ws/v1/cluster/nodes", Cancellation));

        await File.WriteAllTextAsync(_directory.Excluded, "127.0.0.2\n", Cancellation);
        Assert.Equal("127.0.0.1", Assert.Single(await NodesAsync(client, 1)).NodeId.Host);
        File.Delete(_directory.Excluded);
        await NodesAsync(client, 2);
    }

    [Fact]
    public async Task Guests_come_under_their_own_names_and_change_nothing_of_the_owners()
    {
        await using var cluster = await StartAsync(Options() with { Guests = ["eve"] });
        var client = new ResourceManagerClient(Open(ConfigurationKeys.ResourceManagerAddress, YarnProtocols.ApplicationClient, Client()));
        var id = (await client.GetNewApplicationAsync(Cancellation)).ApplicationId;
        await client.SubmitApplicationAsync(Submission(id), Cancellation);

        var eve = Guest("eve");
        Assert.Equal("N/A", (await ReportAsync(eve, id)).TrackingUrl);
        var refusal = await Assert.ThrowsAsync<RemoteException>(() =>
            eve.ForceKillApplicationAsync(new KillApplicationRequestProto { ApplicationId = id }, Cancellation));
        Assert.Contains("User eve cannot perform operation MODIFY_APP", refusal.Message);
    }

    [Fact]
    public async Task Tokens_of_guests_go_with_the_cluster_that_knew_them()
    {
        await using (await StartAsync(Options() with { Guests = ["eve", "bob"] }))
            Assert.True(File.Exists(_directory.CredentialsOf("eve")));
        await using var next = await StartAsync(Options() with { Guests = ["bob"] });
        Assert.False(File.Exists(_directory.CredentialsOf("eve")));
        Assert.True(File.Exists(_directory.CredentialsOf("bob")));
    }

    [Fact]
    public async Task Guests_can_neither_kill_nor_move_what_ended_with_an_earlier_cluster()
    {
        ApplicationIdProto id;
        await using (await StartAsync(Options() with { Guests = ["eve"] }))
        {
            var client = new ResourceManagerClient(Open(ConfigurationKeys.ResourceManagerAddress, YarnProtocols.ApplicationClient, Client()));
            id = (await client.GetNewApplicationAsync(Cancellation)).ApplicationId;
            await client.SubmitApplicationAsync(Submission(id), Cancellation);
            await _node!.Launches.Reader.ReadAsync(Cancellation);
        }

        await using var next = await StartAsync(Options() with { Guests = ["eve"] });
        var eve = Guest("eve");
        foreach (var attempt in (Func<Task>[])
        [
            () => eve.ForceKillApplicationAsync(new KillApplicationRequestProto { ApplicationId = id }, Cancellation),
            () => eve.MoveApplicationAcrossQueuesAsync(new MoveApplicationAcrossQueuesRequestProto { ApplicationId = id, TargetQueue = "default" }, Cancellation),
        ])
        {
            var refusal = await Assert.ThrowsAsync<RemoteException>(attempt);
            Assert.Contains("User eve cannot perform operation MODIFY_APP", refusal.Message);
        }

        var owner = new ResourceManagerClient(Open(ConfigurationKeys.ResourceManagerAddress, YarnProtocols.ApplicationClient, Client()));
        var ended = await Assert.ThrowsAsync<RemoteException>(() => owner.MoveApplicationAcrossQueuesAsync(
            new MoveApplicationAcrossQueuesRequestProto { ApplicationId = id, TargetQueue = "default" }, Cancellation));
        Assert.Contains("cannot be moved", ended.Message);
    }

    [Fact]
    public async Task Without_applications_and_clients_it_becomes_idle()
    {
        await using var cluster = await StartAsync(Options() with { IdleTime = TimeSpan.FromMilliseconds(1) });
        await cluster.Idle.WaitAsync(Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await _rpc.DisposeAsync();
        Directory.Delete(_directory.Root, recursive: true);
    }

    private static async Task<ApplicationReportProto> ReportAsync(ResourceManagerClient client, ApplicationIdProto id) =>
        (await client.GetApplicationReportAsync(new GetApplicationReportRequestProto { ApplicationId = id }, Cancellation)).ApplicationReport;

    private static async Task<IReadOnlyList<NodeReportProto>> NodesAsync(ResourceManagerClient client, int count)
    {
        while (true)
        {
            var nodes = (await client.GetClusterNodesAsync(new GetClusterNodesRequestProto(), Cancellation)).NodeReports;
            if (nodes.Count == count)
                return nodes;
        }
    }

    private static SubmitApplicationRequestProto Submission(ApplicationIdProto id) => new()
    {
        ApplicationSubmissionContext = new ApplicationSubmissionContextProto
        {
            ApplicationId = id,
            Resource = new ResourceProto { Memory = 100, VirtualCores = 1 },
            AmContainerSpec = new ContainerLaunchContextProto { Command = { "true" } },
        },
    };

    private Token Client() => TokenIn(_directory.Credentials);

    private ResourceManagerClient Guest(string name) => new(
        Open(ConfigurationKeys.ResourceManagerAddress, YarnProtocols.ApplicationClient, TokenIn(_directory.CredentialsOf(name))));

    private static Token TokenIn(string file) => Credentials.Read(File.ReadAllBytes(file)).Find(TokenKinds.ResourceManagerDelegation)!;

    private IRpcChannel Open(string addressKey, string protocol, Token? token)
    {
        var address = HadoopConfiguration.Load(_directory.Configuration, _ => null).Get(addressKey)!.Split(':');
        return Open(new HadoopEndpoint(address[0], int.Parse(address[1])), protocol, token);
    }

    private IRpcChannel Open(HadoopEndpoint endpoint, string protocol, Token? token) =>
        _rpc.Open(new RpcTarget(endpoint, protocol, new UserIdentity("alice", new Credentials()), token));

    private LocalClusterOptions Options() => new()
    {
        Directory = _directory,
        User = "alice",
        Memory = 1000,
        VirtualCores = 8,
        NodeFactory = (description, events) => _node = new RecordingNode(description, events),
    };

    private async Task<LocalCluster.Hosting.LocalCluster> StartAsync(LocalClusterOptions? options = null) =>
        (await LocalCluster.Hosting.LocalCluster.StartAsync(options ?? Options(), Cancellation))!;
}
