namespace Skein.ApplicationMaster.Lifecycle;

/// <summary>How often, and how soon, failed containers of a service are replaced.</summary>
internal sealed record RestartRules
{
    /// <summary>Replacements within <see cref="Window"/>; negative: without limit.</summary>
    public required int Maximum { get; init; }

    /// <summary>Whether the service goes on when a container fails for good.</summary>
    public required bool AllowFailures { get; init; }

    /// <summary>Pause before the first replacement in a row; each further one waits twice as long. Default: none.</summary>
    public TimeSpan Backoff { get; init; }

    /// <summary>The longest pause. A container that lived longer begins a new row.</summary>
    public TimeSpan MaxBackoff { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Time in which <see cref="Maximum"/> counts; zero: the whole life of the service. Default zero.</summary>
    public TimeSpan Window { get; init; }
}
