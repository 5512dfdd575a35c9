using Google.Protobuf;
using Skein.Hadoop.Rpc;
using Skein.Hadoop.Security;
using Skein.Hadoop.Tests.Rpc;
using Skein.Hadoop.Yarn;
using Skein.Hadoop.Yarn.Protocol;

namespace Skein.Hadoop.Tests.Yarn;

/// <summary>A whole application against a real YARN, whose master is this process.</summary>
public sealed class RealApplicationTests
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(200);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact(Timeout = 120_000)]
    public async Task A_container_of_an_unmanaged_application_runs_and_its_exit_code_comes_back()
    {
        var resourceManager = RealCluster.ResourceManager;
        await using var client = new RpcClient(RealCluster.Options);
        var manager = new ResourceManagerClient(
            client.Open(new RpcTarget(resourceManager, YarnProtocols.ApplicationClient, RealCluster.Identity)));
        var id = (await manager.GetNewApplicationAsync(Cancellation)).ApplicationId;
        await manager.SubmitApplicationAsync(Submission(id), Cancellation);
        try
        {
            var token = await WaitForTokenAsync(manager, id);
            var master = new ApplicationMasterClient(
                client.Open(new RpcTarget(RealCluster.Scheduler, YarnProtocols.ApplicationMaster, RealCluster.Identity, token)));
            await master.RegisterAsync(new RegisterApplicationMasterRequestProto { Host = "localhost", RpcPort = -1 }, Cancellation);

            Assert.Equal(7, await RunContainerAsync(client, master));
            var finish = new FinishApplicationMasterRequestProto { FinalApplicationStatus = FinalApplicationStatusProto.AppSucceeded };
            while (!(await master.FinishAsync(finish, Cancellation)).IsUnregistered)
                await Task.Delay(Beat, Cancellation);
        }
        catch
        {
            var kill = new KillApplicationRequestProto { ApplicationId = id };
            while (!(await manager.ForceKillApplicationAsync(kill, Cancellation)).IsKillCompleted)
                await Task.Delay(Beat, Cancellation);
            throw;
        }

        Assert.Equal(FinalApplicationStatusProto.AppSucceeded, (await WaitForEndAsync(manager, id)).FinalApplicationStatus);
    }

    private static SubmitApplicationRequestProto Submission(ApplicationIdProto id) => new()
    {
        ApplicationSubmissionContext = new ApplicationSubmissionContextProto
        {
            ApplicationId = id,
            ApplicationName = "rpc test",
            UnmanagedAm = true,
            AmContainerSpec = new ContainerLaunchContextProto(),
            Resource = new ResourceProto { Memory = 32, VirtualCores = 1 },
            MaxAppAttempts = 1,
        },
    };

    // Only the ResourceManager's state tells when the token is there; it is asked until it does.
    private static async Task<Token> WaitForTokenAsync(ResourceManagerClient manager, ApplicationIdProto id)
    {
        while (true)
        {
            var report = (await manager.GetApplicationReportAsync(
                new GetApplicationReportRequestProto { ApplicationId = id }, Cancellation)).ApplicationReport;
            Assert.NotEqual(YarnApplicationStateProto.Failed, report.YarnApplicationState);
            if (report.AmRmToken is { } token)
                return Token.FromMessage(token);
            await Task.Delay(Beat, Cancellation);
        }
    }

    private static async Task<ApplicationReportProto> WaitForEndAsync(ResourceManagerClient manager, ApplicationIdProto id)
    {
        while (true)
        {
            var report = (await manager.GetApplicationReportAsync(
                new GetApplicationReportRequestProto { ApplicationId = id }, Cancellation)).ApplicationReport;
            if (report.YarnApplicationState is YarnApplicationStateProto.Finished or YarnApplicationStateProto.Failed or YarnApplicationStateProto.Killed)
                return report;
            await Task.Delay(Beat, Cancellation);
        }
    }

    private static async Task<int> RunContainerAsync(RpcClient client, ApplicationMasterClient master)
    {
        var beat = new AllocateRequestProto
        {
            Progress = 0.5f,
            ResponseId = 0,
            Ask =
            {
                new ResourceRequestProto
                {
                    Priority = new PriorityProto { Priority = 1 },
                    ResourceName = "*",
                    Capability = new ResourceProto { Memory = 32, VirtualCores = 1 },
                    NumContainers = 1,
                },
            },
        };
        var nodeTokens = new Dictionary<string, Token>();
        while (true)
        {
            var answer = await master.AllocateAsync(beat, Cancellation);
            beat.Ask.Clear();
            beat.ResponseId = answer.ResponseId;
            foreach (var nodeToken in answer.NmTokens)
                nodeTokens[nodeToken.NodeId.Host] = Token.FromMessage(nodeToken.Token);
            foreach (var container in answer.AllocatedContainers)
                await StartAsync(client, container, nodeTokens[container.NodeId.Host]);
            if (answer.CompletedContainerStatuses.Count > 0)
                return Assert.Single(answer.CompletedContainerStatuses).ExitStatus;
            await Task.Delay(Beat, Cancellation);
        }
    }

    private static async Task StartAsync(RpcClient client, ContainerProto container, Token token)
    {
        var endpoint = new HadoopEndpoint(container.NodeId.Host, container.NodeId.Port);
        var node = new NodeManagerClient(
            client.Open(new RpcTarget(endpoint, YarnProtocols.ContainerManagement, RealCluster.Identity, token)));
        var credentials = new Credentials();
        credentials.Add("secret", new Secret("value"u8.ToArray()));
        var started = await node.StartContainersAsync(
            new StartContainersRequestProto
            {
                StartContainerRequest =
                {
                    new StartContainerRequestProto
                    {
                        ContainerToken = container.ContainerToken,
                        ContainerLaunchContext = new ContainerLaunchContextProto
                        {
                            Command = { "exit 7" }, Tokens = ByteString.CopyFrom(credentials.ToBytes()),
                        },
                    },
                },
            },
            Cancellation);
        Assert.Empty(started.FailedRequests);
        Assert.Equal(container.Id, Assert.Single(started.SucceededRequests));
        var statuses = await node.GetContainerStatusesAsync(
            new GetContainerStatusesRequestProto { ContainerId = { container.Id } }, Cancellation);
        Assert.Equal(container.Id, Assert.Single(statuses.Status).ContainerId);
    }
}
