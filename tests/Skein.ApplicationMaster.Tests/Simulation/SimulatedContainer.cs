using Skein.Hadoop.Yarn;
using Skein.Hadoop.Yarn.Protocol;

namespace Skein.ApplicationMaster.Tests.Simulation;

/// <summary>A container that the simulated cluster holds for the application.</summary>
internal sealed class SimulatedContainer(ContainerProto allocation, long requestId)
{
    public ContainerProto Allocation { get; } = allocation;

    public ContainerIdProto Id => Allocation.Id;

    public long RequestId { get; } = requestId;

    /// <summary>Whether the application master was told of it by an answer that arrived.</summary>
    public bool IsDelivered { get; set; }

    /// <summary>Whether its script runs.</summary>
    public bool IsStarted { get; set; }

    public override string ToString() => YarnIds.Format(Id)[^2..];
}
