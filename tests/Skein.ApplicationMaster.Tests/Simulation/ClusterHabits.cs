namespace Skein.ApplicationMaster.Tests.Simulation;

/// <summary>What a simulated cluster is like. Figures are chances in 0..1.</summary>
internal sealed record ClusterHabits
{
    /// <summary>One that grants everything, loses nothing and ends every script well.</summary>
    public static readonly ClusterHabits Fair = new();

    /// <summary>Nothing new is granted; what is under way comes to its end.</summary>
    public static readonly ClusterHabits Quiet = new() { Grants = 0 };

    /// <summary>Whether allocations carry the id of their request; older ResourceManagers know priorities only.</summary>
    public bool KnowsRequestIds { get; init; } = true;

    /// <summary>A request is granted when the scheduler comes by.</summary>
    public double Grants { get; init; } = 1;

    /// <summary>A granted container is told of in the next answer, and not in a later one.</summary>
    public double Prompt { get; init; } = 1;

    /// <summary>A granted container has less memory than was asked for.</summary>
    public double TooSmall { get; init; }

    /// <summary>A request is granted once more than it should be.</summary>
    public double Extra { get; init; }

    /// <summary>A request with a placement is turned down instead of granted.</summary>
    public double Rejections { get; init; }

    /// <summary>A container that was told of is told of again.</summary>
    public double Repeats { get; init; }

    /// <summary>A heartbeat is read and its answer is lost.</summary>
    public double LostAnswers { get; init; }

    /// <summary>A NodeManager does not start a container.</summary>
    public double LaunchFailures { get; init; }

    /// <summary>A script ends badly.</summary>
    public double Failures { get; init; }

    public static ClusterHabits Draw(Random random) => new()
    {
        KnowsRequestIds = random.Next(4) > 0,
        Grants = 0.2 + (0.8 * random.NextDouble()),
        Prompt = 0.3 + (0.7 * random.NextDouble()),
        TooSmall = Sometimes(random, 0.2),
        Extra = Sometimes(random, 0.2),
        Rejections = Sometimes(random, 0.5),
        Repeats = Sometimes(random, 0.1),
        LostAnswers = Sometimes(random, 0.4),
        LaunchFailures = Sometimes(random, 0.3),
        Failures = Sometimes(random, 0.6),
    };

    private static double Sometimes(Random random, double most) => random.Next(2) == 0 ? 0 : most * random.NextDouble();
}
