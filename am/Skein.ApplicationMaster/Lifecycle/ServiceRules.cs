using Skein.Protocol;

namespace Skein.ApplicationMaster.Lifecycle;

/// <summary>What a service's specification says of the life of its containers, with the contract's zeros turned into what they mean.</summary>
internal sealed record ServiceRules
{
    // More than any service lives, and far from where times overflow.
    private static readonly TimeSpan ForEver = TimeSpan.FromDays(36500);

    public required RestartRules Restart { get; init; }

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
            TimeLimit = Duration(service.TimeLimitMs),
        };
    }

    /// <summary>A duration of the contract; null for zero, which stands for a default.</summary>
    internal static TimeSpan? Duration(long milliseconds) => milliseconds <= 0
        ? null
        : TimeSpan.FromMilliseconds(Math.Min(milliseconds, (long)ForEver.TotalMilliseconds));
}
