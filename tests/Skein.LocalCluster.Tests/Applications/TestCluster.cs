using Skein.Hadoop.Security;
using Skein.Hadoop.Yarn.Protocol;
using Skein.LocalCluster.Applications;
using Skein.LocalCluster.Nodes;
using Skein.LocalCluster.Scheduling;
using Skein.LocalCluster.Tokens;

namespace Skein.LocalCluster.Tests.Applications;

/// <summary>A ResourceManager's state, its clock in the hands of the test.</summary>
internal sealed class TestCluster
{
    public TestCluster(params INode[] nodes)
        : this([new QueueDefinition("root.default", 1)], nodes)
    {
    }

    public TestCluster(IReadOnlyList<QueueDefinition> queues, params INode[] nodes)
    {
        var tokens = new AttemptTokens(id => State!.FindAttempt(id) is { IsActive: true });
        State = new ClusterState(
            1700000000000,
            queues,
            new NodeTokens(static _ => true),
            new ContainerTokens(),
            new MasterLaunch(tokens, new Token(new byte[] { 1 }, new Secret(new byte[] { 1 }), TokenKinds.ResourceManagerDelegation, "rm:1")));
        Life = new ApplicationLife(State, 2);
        Masters = new MasterCalls(State, Life);
        foreach (var node in nodes)
            State.AddNode(node);
    }

    public ClusterState State { get; }

    public ApplicationLife Life { get; }

    public MasterCalls Masters { get; }

    public DateTimeOffset Now { get; set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public Application Submit(Action<ApplicationSubmissionContextProto>? change = null)
    {
        var context = new ApplicationSubmissionContextProto
        {
            ApplicationId = Life.NextId(),
            ApplicationName = "test",
            Resource = new ResourceProto { Memory = 100, VirtualCores = 1 },
            AmContainerSpec = new ContainerLaunchContextProto { Command = { "true" } },
        };
        change?.Invoke(context);
        Life.Submit(context, "alice", Now);
        return State.FindApplication(context.ApplicationId);
    }

    /// <summary>An application whose master has registered.</summary>
    public Application SubmitAndRegister(Action<ApplicationSubmissionContextProto>? change = null)
    {
        var application = Submit(change);
        Register(application);
        return application;
    }

    public RegisterApplicationMasterResponseProto Register(Application application) =>
        Masters.Register(application.Current.IdText, new RegisterApplicationMasterRequestProto { Host = "h", RpcPort = 5 }, Now);

    public AllocateResponseProto Allocate(Application application, params ResourceRequestProto[] asks)
    {
        var request = new AllocateRequestProto { ResponseId = application.Current.LastAnswer?.ResponseId ?? 0, Progress = 0.5f };
        request.Ask.AddRange(asks);
        return Masters.Allocate(application.Current.IdText, request, Now);
    }

    public static ResourceRequestProto Ask(int count, long memory = 100, int priority = 1, string name = "*", bool relax = true, long id = 1) => new()
    {
        Priority = new PriorityProto { Priority = priority },
        ResourceName = name,
        Capability = new ResourceProto { Memory = memory, VirtualCores = 1 },
        NumContainers = count,
        RelaxLocality = relax,
        AllocationRequestId = id,
    };

    /// <summary>A container ends on its node.</summary>
    public void End(Container container, int exitStatus = 0) =>
        Life.OnEnded(container, ClusterState.Status(container, exitStatus, ""), Now);

    public Container Container(ContainerProto message) => State.FindContainer(Skein.Hadoop.Yarn.YarnIds.Format(message.Id))!;
}
