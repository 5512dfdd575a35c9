using Skein.Hadoop.Yarn;
using Skein.Hadoop.Yarn.Protocol;
using Skein.LocalCluster.Scheduling;

namespace Skein.LocalCluster.Applications;

/// <summary>One attempt of an application: its master, what that waits for, and what it is still to be told.</summary>
internal sealed class Attempt(Application application, int number, DateTimeOffset started) : IWaitingAttempt
{
    private long _lastContainer;

    public Application Application => application;

    public ApplicationAttemptIdProto Id { get; } = new() { ApplicationId = application.Id, AttemptId = number };

    public string IdText { get; } =
        YarnIds.Format(new ApplicationAttemptIdProto { ApplicationId = application.Id, AttemptId = number });

    public YarnApplicationAttemptStateProto State { get; set; } = YarnApplicationAttemptStateProto.AppAttemptScheduled;

    public DateTimeOffset Started { get; } = started;

    public DateTimeOffset? Ended { get; set; }

    public string Diagnostics { get; set; } = "";

    public string Host { get; set; } = "N/A";

    public int RpcPort { get; set; } = -1;

    /// <summary>The address of the master's own pages; empty: it has none.</summary>
    public string TrackingUrl { get; set; } = "";

    public float Progress { get; set; }

    /// <summary>What its master needs.</summary>
    public required MasterRequest MasterRequest { get; init; }

    /// <summary>The container of the master; null before its allocation.</summary>
    public Container? Master { get; set; }

    /// <summary>Containers that have not ended, the master's included, by id.</summary>
    public Dictionary<string, Container> Live { get; } = new(StringComparer.Ordinal);

    /// <summary>Containers granted and not yet told.</summary>
    public List<Container> Granted { get; } = [];

    /// <summary>Ends of containers not yet told.</summary>
    public List<ContainerStatusProto> Completed { get; } = [];

    /// <summary>Nodes whose token the master has.</summary>
    public HashSet<string> NodesKnown { get; } = new(StringComparer.Ordinal);

    /// <summary>When the master was last heard of.</summary>
    public DateTimeOffset LastHeard { get; set; } = started;

    /// <summary>The last answer to a heartbeat, repeated to one who asks twice; null before the first.</summary>
    public AllocateResponseProto? LastAnswer { get; set; }

    public HashSet<string> Blacklist { get; } = new(StringComparer.Ordinal);

    public AskBook Asks { get; } = new();

    public AllocationTags Tags => application.Tags;

    public string Queue => application.Queue;

    public int Priority => application.Priority;

    public long Sequence => application.Id.Id;

    public bool AwaitsMaster => State == YarnApplicationAttemptStateProto.AppAttemptScheduled;

    /// <summary>Whether its master may call.</summary>
    public bool IsActive => State is YarnApplicationAttemptStateProto.AppAttemptLaunched
        or YarnApplicationAttemptStateProto.AppAttemptRunning or YarnApplicationAttemptStateProto.AppAttemptFinishing;

    /// <summary>Whether it is over.</summary>
    public bool HasEnded => State is YarnApplicationAttemptStateProto.AppAttemptFailed
        or YarnApplicationAttemptStateProto.AppAttemptFinished or YarnApplicationAttemptStateProto.AppAttemptKilled;

    IReadOnlySet<string> IWaitingAttempt.Blacklist => Blacklist;

    /// <summary>The next attempt of an application, which waits for its master's container from now on.</summary>
    public static Attempt Start(Application application, MasterRequest request, DateTimeOffset now)
    {
        var attempt = new Attempt(application, application.Attempts.Count + 1, now) { MasterRequest = request };
        application.Attempts.Add(attempt);
        attempt.Asks.Set(
            new ResourceRequestProto
            {
                Priority = new PriorityProto { Priority = 0 },
                ResourceName = Ask.Anywhere,
                NumContainers = 1,
                NodeLabelExpression = request.Label,
            },
            request.Amounts);
        return attempt;
    }

    /// <summary>It is over, and waits for nothing any more.</summary>
    /// <param name="end">How.</param>
    /// <param name="diagnostics">Why; empty: what it said before stays.</param>
    /// <param name="now">When.</param>
    public void End(YarnApplicationAttemptStateProto end, string diagnostics, DateTimeOffset now)
    {
        State = end;
        Ended = now;
        if (diagnostics.Length > 0)
            Diagnostics = diagnostics;
        Asks.Clear();
    }

    /// <summary>The id of its next container.</summary>
    public ContainerIdProto NextContainerId() => new() { AppAttemptId = Id, Id = ++_lastContainer };
}
