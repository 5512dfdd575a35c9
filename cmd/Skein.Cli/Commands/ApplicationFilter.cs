using Skein.Protocol;

namespace Skein.Cli.Commands;

/// <summary>Which applications a list shows. Null means any; bounds are inclusive, ms since the epoch.</summary>
internal sealed record ApplicationFilter
{
    public string? Name { get; init; }

    public string? Queue { get; init; }

    public string? User { get; init; }

    public (long? Begin, long? End) Started { get; init; }

    /// <summary>An unfinished application counts as finished at 0: a beginning shuts it out, an end does not.</summary>
    public (long? Begin, long? End) Finished { get; init; }

    public bool Matches(ApplicationReport report) =>
        (Name is null || Name == report.Name)
        && (Queue is null || LeafName(Queue) == report.Queue)
        && (User is null || User == report.User)
        && Contains(Started, report.StartTime)
        && Contains(Finished, report.FinishTime);

    private static bool Contains((long? Begin, long? End) range, long time) =>
        time >= (range.Begin ?? long.MinValue) && time <= (range.End ?? long.MaxValue);

    private static string LeafName(string queue) => queue[(queue.LastIndexOf('.') + 1)..];
}
