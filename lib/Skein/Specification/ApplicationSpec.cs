namespace Skein.Specification;

/// <summary>An application as its author wrote it: services, an optional driver script, and where and as whom it runs.</summary>
/// <remarks>Immutable; change it with <c>with</c>. A specification that <see cref="SpecificationReader"/> returned is valid.</remarks>
public sealed record ApplicationSpec
{
    /// <summary>The type of every application that names no other, and of those of skein 0.8.2; programs filter by it.</summary>
    public const string DefaultType = "skein";

    /// <summary>Shown by YARN. Default <c>skein</c>.</summary>
    public string Name { get; init; } = "skein";

    /// <summary>YARN queue, leaf name or full path. Default <c>default</c>.</summary>
    public string Queue { get; init; } = "default";

    /// <summary>User to submit as; empty: the current user.</summary>
    public string User { get; init; } = "";

    /// <summary>Node label of every container, application master included; empty: none.</summary>
    public string NodeLabel { get; init; } = "";

    /// <summary>Attempts of the application master, at least 1. Default 1.</summary>
    public int MaxAttempts { get; init; } = 1;

    /// <summary>Among applications of the same queue; higher ones are served first, up to the cluster's maximum. Default 0.</summary>
    public int Priority { get; init; }

    /// <summary>From the start of the application master; an application that runs longer fails. Default zero: no limit.</summary>
    public TimeSpan TimeLimit { get; init; }

    /// <summary>YARN's word for the kind of application, at most 20 letters. Default <c>skein</c>.</summary>
    public string ApplicationType { get; init; } = DefaultType;

    public IReadOnlyList<string> Tags { get; init; } = [];

    /// <summary>Further file systems whose delegation tokens the application needs.</summary>
    public IReadOnlyList<string> FileSystems { get; init; } = [];

    /// <summary>By which the application gets new tokens as long as it runs; null: it works as long as its first ones hold.</summary>
    public KeytabSpec? Security { get; init; }

    public LogAggregationSpec Logs { get; init; } = new();

    public AclsSpec Acls { get; init; } = new();

    public MasterSpec Master { get; init; } = new();

    /// <summary>By service name, in the order written.</summary>
    public IReadOnlyDictionary<string, ServiceSpec> Services { get; init; } = new Dictionary<string, ServiceSpec>();
}
