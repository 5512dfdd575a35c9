using Skein.Hadoop.Yarn;
using Skein.Hadoop.Yarn.Protocol;
using Skein.LocalCluster.Scheduling;

namespace Skein.LocalCluster.Applications;

/// <summary>One application from its submission on.</summary>
internal sealed class Application(ApplicationSubmissionContextProto context, string user, string queuePath, int maxAttempts, DateTimeOffset submitted)
{
    /// <summary>What higher priorities are lowered to, as YARN does to those above <c>yarn.cluster.max-application-priority</c>.</summary>
    public const int HighestPriority = 10;

    public ApplicationIdProto Id => context.ApplicationId;

    public string IdText { get; } = YarnIds.Format(context.ApplicationId);

    public ApplicationSubmissionContextProto Context => context;

    public string User => user;

    /// <summary>Path of its queue.</summary>
    public string QueuePath { get; set; } = queuePath;

    /// <summary>Leaf name of its queue.</summary>
    public string Queue => QueueName.LeafOf(QueuePath);

    /// <summary>From 0 to <see cref="HighestPriority"/>.</summary>
    public int Priority { get; set; }

    /// <summary>The priority that an application gets which wants another one.</summary>
    public static int Limited(PriorityProto? wanted) => Math.Clamp(wanted?.Priority ?? 0, 0, HighestPriority);

    public int MaxAttempts => maxAttempts;

    public DateTimeOffset Submitted => submitted;

    /// <summary>When the master's container was launched first.</summary>
    public DateTimeOffset? Launched { get; set; }

    public DateTimeOffset? Ended { get; set; }

    /// <summary>When it is to be killed; null: never.</summary>
    public DateTimeOffset? LifetimeEnd { get; set; }

    public YarnApplicationStateProto State { get; set; } = YarnApplicationStateProto.Accepted;

    public FinalApplicationStatusProto FinalStatus { get; set; } = FinalApplicationStatusProto.AppUndefined;

    public string Diagnostics { get; set; } = "";

    public LogAggregationStatusProto Logs { get; set; } = LogAggregationStatusProto.LogNotStart;

    public List<Attempt> Attempts { get; } = [];

    /// <summary>Containers that ended, the newest last; bounded, for reports.</summary>
    public Queue<Container> Past { get; } = new();

    public Attempt Current => Attempts[^1];

    public bool HasEnded => State is YarnApplicationStateProto.Finished or YarnApplicationStateProto.Failed or YarnApplicationStateProto.Killed;

    /// <summary>Used memory and cores times seconds, of containers that have ended.</summary>
    public (long Memory, long VirtualCores) PastSeconds { get; set; }

    /// <summary>The tags that its containers carry.</summary>
    public AllocationTags Tags { get; } = new();

    /// <summary>Names of the nodes that have seen it and not let it go.</summary>
    public HashSet<string> Nodes { get; } = new(StringComparer.Ordinal);
}
