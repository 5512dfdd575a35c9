using System.Globalization;
using Skein.Hadoop.Yarn.Protocol;
using Skein.Protocol;

namespace Skein.ApplicationMaster.Lifecycle;

/// <summary>One container of a service, kept for reports a while after it ended. Only the application loop touches it.</summary>
internal sealed class ServiceContainer(ServiceState service, int instance, IReadOnlyDictionary<string, string> environment)
{
    public ServiceState Service { get; } = service;

    /// <summary>Counts from 0 within the service; never given twice.</summary>
    public int Instance { get; } = instance;

    /// <summary>Variables beside those of the service; they win over the service's, and pass on to a replacement.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; } = environment;

    public ContainerState State { get; set; } = ContainerState.Waiting;

    /// <summary>The request outstanding for it; 0 outside <see cref="ContainerState.Requested"/>.</summary>
    public long RequestId { get; set; }

    /// <summary>The YARN container it runs in; null before and after. Its token is not kept: ended containers stay in the books.</summary>
    public ContainerIdProto? YarnId { get; set; }

    /// <summary>The node of <see cref="YarnId"/>.</summary>
    public NodeIdProto? Node { get; set; }

    /// <summary>The id of its YARN container as text; empty before there is one.</summary>
    public string YarnContainerId { get; set; } = "";

    /// <summary><c>host:port</c> of its node's web pages; empty before there is one.</summary>
    public string NodeHttpAddress { get; set; } = "";

    /// <summary>Before this time it is not asked for, whatever else it waits for; null: at once.</summary>
    public DateTimeOffset? NotBefore { get; set; }

    public Setbacks Setbacks { get; set; }

    public DateTimeOffset? Started { get; set; }

    public DateTimeOffset? Finished { get; set; }

    public string ExitMessage { get; set; } = "";

    /// <summary>Whether it has shown what its service waits for; it stays so.</summary>
    public bool IsReady { get; set; }

    /// <summary>Whether the cluster ended it, which makes it a failed container that does not count.</summary>
    public bool IsLost { get; set; }

    public bool IsActive => State is ContainerState.Waiting or ContainerState.Requested or ContainerState.Running;

    /// <summary>Nothing of it is on a node any more. Its text stays in the books.</summary>
    public void LeaveNode() => (YarnId, Node) = (null, null);

    /// <summary>How long it has run; zero if it has not.</summary>
    public TimeSpan Age(DateTimeOffset now) => Started is { } started ? now - started : TimeSpan.Zero;

    /// <summary>As clients see it.</summary>
    public Container ToMessage() => new()
    {
        ServiceName = Service.Name,
        Instance = Instance,
        State = State,
        YarnContainerId = YarnContainerId,
        YarnNodeHttpAddress = NodeHttpAddress,
        StartTime = Started?.ToUnixTimeMilliseconds() ?? 0,
        FinishTime = Finished?.ToUnixTimeMilliseconds() ?? 0,
        ExitMessage = ExitMessage,
        Ready = IsReady && State == ContainerState.Running,
        Lost = IsLost,
        NotBeforeMs = State == ContainerState.Waiting ? NotBefore?.ToUnixTimeMilliseconds() ?? 0 : 0,
    };

    /// <summary><c>service_instance</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Service.Name}_{Instance}");
}
