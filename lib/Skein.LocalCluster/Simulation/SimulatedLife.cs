namespace Skein.LocalCluster.Simulation;

/// <summary>How containers of simulated nodes behave.</summary>
public sealed record SimulatedLife
{
    /// <summary>How long a container takes from its launch to running. Default 10 ms.</summary>
    public TimeSpan Start { get; init; } = TimeSpan.FromMilliseconds(10);

    /// <summary>How long a container runs; null, the default: until it is stopped.</summary>
    public TimeSpan? Run { get; init; }

    /// <summary>How many of a thousand containers fail when they have run. Default 0.</summary>
    public int FailuresOfThousand { get; init; }

    /// <summary>Seed of what is left to chance, so that a run can be repeated. Default 1.</summary>
    public int Seed { get; init; } = 1;
}
