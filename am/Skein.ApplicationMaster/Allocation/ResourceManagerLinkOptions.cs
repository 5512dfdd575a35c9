namespace Skein.ApplicationMaster.Allocation;

/// <summary>How the ResourceManager is spoken to.</summary>
internal sealed record ResourceManagerLinkOptions
{
    public required HeartbeatPolicy Heartbeat { get; init; }

    /// <summary>
    /// How long an unreachable ResourceManager is waited for. <c>yarn.resourcemanager.connect.max-wait.ms</c>, default 15 minutes.
    /// </summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Time between two attempts to unregister; the first is usually too early. Default 100 ms.</summary>
    public TimeSpan FinishInterval { get; init; } = TimeSpan.FromMilliseconds(100);
}
