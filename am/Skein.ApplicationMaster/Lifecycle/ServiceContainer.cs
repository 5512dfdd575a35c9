using System.Globalization;
using Skein.Hadoop.Yarn.Protocol;
using Skein.Protocol;

namespace Skein.ApplicationMaster.Lifecycle;

/// <summary>One container of a service, kept for reports after it ended. Only the application loop touches it.</summary>
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

    /// <summary>The YARN container it runs in; null before.</summary>
    public ContainerProto? Allocation { get; set; }

    /// <summary><see cref="Allocation"/>'s id as text; empty before.</summary>
    public string YarnContainerId { get; set; } = "";

    public DateTimeOffset? Started { get; set; }

    public DateTimeOffset? Finished { get; set; }

    public string ExitMessage { get; set; } = "";

    public bool IsActive => State is ContainerState.Waiting or ContainerState.Requested or ContainerState.Running;

    public ContainerIdProto? YarnId => Allocation?.Id;

    /// <summary>As clients see it.</summary>
    public Container ToMessage() => new()
    {
        ServiceName = Service.Name,
        Instance = Instance,
        State = State,
        YarnContainerId = YarnContainerId,
        YarnNodeHttpAddress = Allocation?.NodeHttpAddress ?? "",
        StartTime = Started?.ToUnixTimeMilliseconds() ?? 0,
        FinishTime = Finished?.ToUnixTimeMilliseconds() ?? 0,
        ExitMessage = ExitMessage,
    };

    /// <summary><c>service_instance</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Service.Name}_{Instance}");
}
