namespace Skein.Specification;

/// <summary>A named kind of container: the script it runs, what it needs, and how its instances live and die.</summary>
public sealed record ServiceSpec
{
    /// <summary>Active containers that a service may have at once: as many as a list of them fits into one message, which holds 4 MiB.</summary>
    public const int MaximumInstances = 20_000;

    public required ResourcesSpec Resources { get; init; }

    /// <summary>Run by <c>bash</c> in the container's directory; never empty.</summary>
    public required string Script { get; init; }

    /// <summary>Containers at the start, 0 to <see cref="MaximumInstances"/>. Default 1.</summary>
    public int Instances { get; init; } = 1;

    /// <summary>By the name the file or unpacked archive has in the container's directory.</summary>
    public IReadOnlyDictionary<string, FileSpec> Files { get; init; } = new Dictionary<string, FileSpec>();

    public IReadOnlyDictionary<string, string> Env { get; init; } = new Dictionary<string, string>();

    /// <summary>Services that must have started before this one does.</summary>
    public IReadOnlyList<string> Depends { get; init; } = [];

    /// <summary>Replacements for failed containers, over the whole service; -1: without limit. Default 0.</summary>
    public int MaxRestarts { get; init; }

    /// <summary>Whether the application goes on when containers of this service fail for good. Default false.</summary>
    public bool AllowFailures { get; init; }

    public string NodeLabel { get; init; } = "";

    public IReadOnlyList<string> Nodes { get; init; } = [];

    public IReadOnlyList<string> Racks { get; init; } = [];

    /// <summary>Whether other nodes than <see cref="Nodes"/> and <see cref="Racks"/> will do. Default false.</summary>
    public bool RelaxLocality { get; init; }

    public RestartSpec Restart { get; init; } = new();

    /// <summary>Null: a container is ready as soon as it runs.</summary>
    public ReadinessSpec? Ready { get; init; }

    /// <summary>Between SIGTERM and SIGKILL. Default zero: the NodeManager's own, a quarter of a second.</summary>
    public TimeSpan StopGrace { get; init; }

    /// <summary>Of each container, from its start; one that runs longer has failed. Default zero: no limit.</summary>
    public TimeSpan TimeLimit { get; init; }

    /// <summary>Null: containers run on the node itself.</summary>
    public ContainerRuntimeSpec? Container { get; init; }

    /// <summary>Null: anywhere, as <see cref="Nodes"/>, <see cref="Racks"/> and <see cref="NodeLabel"/> allow.</summary>
    public PlacementSpec? Placement { get; init; }
}
