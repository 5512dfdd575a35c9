using Skein.Protocol;

namespace Skein.Submission.Clusters;

/// <summary>Which applications a list shows. Null and empty mean any; bounds are inclusive, ms since the epoch.</summary>
public sealed record ApplicationFilter
{
    /// <summary>States to list; none: submitted, accepted and running.</summary>
    public IReadOnlyCollection<ApplicationState> States { get; init; } = [];

    public string? Name { get; init; }

    /// <summary>Leaf name or full path.</summary>
    public string? Queue { get; init; }

    public string? User { get; init; }

    public (long? Begin, long? End) Started { get; init; }

    /// <summary>An unfinished application counts as finished at 0: a beginning shuts it out, an end does not.</summary>
    public (long? Begin, long? End) Finished { get; init; }

    /// <summary>Whether a list shows the application, its state aside.</summary>
    public bool Matches(ApplicationReport report) =>
        IsAnyOr(Name, report.Name)
        && IsAnyOr(Queue is null ? null : QueueReports.LeafName(Queue), report.Queue)
        && IsAnyOr(User, report.User)
        && Contains(Started, report.StartTime)
        && Contains(Finished, report.FinishTime);

    private static bool IsAnyOr(string? wanted, string actual) => string.IsNullOrEmpty(wanted) || wanted == actual;

    private static bool Contains((long? Begin, long? End) range, long time) =>
        time >= (range.Begin ?? long.MinValue) && time <= (range.End ?? long.MaxValue);
}
