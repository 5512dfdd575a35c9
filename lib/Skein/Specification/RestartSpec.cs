namespace Skein.Specification;

/// <summary>When failed containers of a service are started again.</summary>
public sealed record RestartSpec
{
    /// <summary>Pause before the first restart; it doubles with each further one in a row. Default zero: at once.</summary>
    public TimeSpan Backoff { get; init; }

    /// <summary>The longest pause. Default 5 minutes.</summary>
    public TimeSpan MaxBackoff { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary><see cref="ServiceSpec.MaxRestarts"/> counts within the last so much time. Default zero: over the whole life of the service.</summary>
    public TimeSpan Window { get; init; }
}
