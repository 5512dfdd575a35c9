using Skein.ApplicationMaster.Readiness;
using Skein.Protocol;

namespace Skein.ApplicationMaster.Lifecycle;

/// <summary>What a service's specification says of the life of its containers, with the contract's zeros turned into what they mean.</summary>
internal sealed record ServiceRules
{
    // More than any service lives, and far from where times overflow.
    private static readonly TimeSpan ForEver = TimeSpan.FromDays(36500);

    public required RestartRules Restart { get; init; }

    /// <summary>What shows that a container is ready; null: that it runs.</summary>
    public ReadinessRule? Ready { get; init; }

    /// <summary>Time to end by itself for a container that is stopped, from SIGTERM on; zero: it is ended at once. Default zero.</summary>
    public TimeSpan StopGrace { get; init; }

    /// <summary>The longest that a container may run; null: without limit.</summary>
    public TimeSpan? TimeLimit { get; init; }

    public static ServiceRules Of(Service service)
    {
        var restart = service.Restart ?? new Protocol.RestartPolicy();
        var rules = new RestartRules
        {
            Maximum = service.MaxRestarts,
            AllowFailures = service.AllowFailures,
            Backoff = Duration(restart.BackoffMs) ?? TimeSpan.Zero,
            Window = Duration(restart.WindowMs) ?? TimeSpan.Zero,
        };
        return new ServiceRules
        {
            Restart = rules with { MaxBackoff = Duration(restart.MaxBackoffMs) ?? rules.MaxBackoff },
            Ready = ReadyOf(service.Ready),
            StopGrace = Duration(service.StopGraceMs) ?? TimeSpan.Zero,
            TimeLimit = Duration(service.TimeLimitMs),
        };
    }

    /// <summary>A duration of the contract; null for zero, which stands for a default.</summary>
    internal static TimeSpan? Duration(long milliseconds) => milliseconds <= 0
        ? null
        : TimeSpan.FromMilliseconds(Math.Min(milliseconds, (long)ForEver.TotalMilliseconds));

    private static ReadinessRule? ReadyOf(Protocol.Readiness? ready)
    {
        if (ready is null)
            return null;
        var defaults = new ReadinessRule();
        return new ReadinessRule
        {
            Key = ready.Key.Length > 0 ? ready.Key : null,
            TcpPort = ready.TcpPort > 0 ? ready.TcpPort : null,
            HttpPort = ready.HttpPort > 0 ? ready.HttpPort : null,
            HttpPath = ready.HttpPath.Length > 0 ? ready.HttpPath : defaults.HttpPath,
            Period = Duration(ready.PeriodMs) ?? defaults.Period,
            Timeout = Duration(ready.TimeoutMs),
        };
    }
}
