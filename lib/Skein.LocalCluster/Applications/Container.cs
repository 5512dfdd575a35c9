using Skein.Hadoop.Yarn;
using Skein.Hadoop.Yarn.Protocol;
using Skein.LocalCluster.Scheduling;

namespace Skein.LocalCluster.Applications;

/// <summary>One allocated container.</summary>
internal sealed class Container(Attempt attempt, ContainerProto message, NodeUsage node, ResourceAmounts amounts, bool isMaster, DateTimeOffset created)
{
    public string Id { get; } = YarnIds.Format(message.Id);

    /// <summary>The attempt that it belongs to; a later one where containers outlive their attempt.</summary>
    public Attempt Attempt { get; set; } = attempt;

    /// <summary>The allocation as the application master gets it.</summary>
    public ContainerProto Message => message;

    public NodeUsage Node => node;

    public ResourceAmounts Amounts => amounts;

    /// <summary>Whether the scheduler has taken it back, and its end is awaited.</summary>
    public bool IsPreempted { get; set; }

    /// <summary>Whether it is an application master's.</summary>
    public bool IsMaster => isMaster;

    /// <summary>The queue that its resources are counted in, whereto the application may move later.</summary>
    public string ScheduledQueue { get; set; } = attempt.Queue;

    /// <summary>When it was allocated, by the clock as it is set now.</summary>
    public DateTimeOffset Created { get; set; } = created;

    public DateTimeOffset? Ended { get; private set; }

    /// <summary>Whether a node has it, however long it takes to run there.</summary>
    public bool IsLaunched { get; set; }

    /// <summary>How it ended; null before.</summary>
    public ContainerStatusProto? Status { get; private set; }

    public void End(ContainerStatusProto status, DateTimeOffset now)
    {
        Status = status;
        Ended = now;
    }
}
