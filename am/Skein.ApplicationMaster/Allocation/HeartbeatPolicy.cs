namespace Skein.ApplicationMaster.Allocation;

/// <summary>Decides how long the ResourceManager is left alone.</summary>
/// <remarks>
/// The longer nothing new has come, the longer the next wait: a quarter of the quiet time, within bounds. So a container that lived for
/// two seconds is found ended half a second later, and services that have run for a minute cost one call in five seconds.
/// </remarks>
/// <param name="idle">
/// The longest wait while no request is outstanding; the ResourceManager gives an application up that is quiet for long.
/// </param>
internal sealed class HeartbeatPolicy(TimeSpan idle)
{
    /// <summary>The shortest wait, also for new work: changes made within it share a call.</summary>
    public static readonly TimeSpan MinimumGap = TimeSpan.FromMilliseconds(50);

    private static readonly TimeSpan LongestIdle = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestAsking = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(100);

    /// <summary>The longest wait while no request is outstanding.</summary>
    public TimeSpan Idle { get; } = Clamp(idle, MinimumGap, LongestIdle);

    /// <summary>A policy for a ResourceManager that expires applications after this time.</summary>
    public static HeartbeatPolicy ForExpiry(TimeSpan expiry) => new(expiry / 2);

    /// <summary>Time to wait before the next heartbeat, from now.</summary>
    /// <param name="sinceBeat">Time since the last one was sent.</param>
    /// <param name="sinceNews">Time since the last request, release, allocation or completion.</param>
    /// <param name="asking">Whether requests are outstanding.</param>
    /// <param name="hasWork">Whether there is something to tell.</param>
    public TimeSpan Delay(TimeSpan sinceBeat, TimeSpan sinceNews, bool asking, bool hasWork)
    {
        var longest = asking && Idle > LongestAsking ? LongestAsking : Idle;
        // The quiet is measured at the last heartbeat: measured now it would grow with the wait, and the wait with it.
        var interval = hasWork ? MinimumGap : Clamp((sinceNews - sinceBeat) / 4, Shortest, longest);
        return interval > sinceBeat ? interval - sinceBeat : TimeSpan.Zero;
    }

    private static TimeSpan Clamp(TimeSpan value, TimeSpan lowest, TimeSpan highest) =>
        value > highest ? highest : value < lowest ? lowest : value;
}
