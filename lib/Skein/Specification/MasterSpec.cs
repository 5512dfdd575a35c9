namespace Skein.Specification;

/// <summary>The application master's container, and the driver script it may run.</summary>
public sealed record MasterSpec
{
    /// <summary>Default 512 MiB and 1 core.</summary>
    public ResourcesSpec Resources { get; init; } = new() { Memory = 512, VCores = 1 };

    /// <summary>The application driver, run by <c>bash</c>; empty: none.</summary>
    public string Script { get; init; } = "";

    public IReadOnlyDictionary<string, FileSpec> Files { get; init; } = new Dictionary<string, FileSpec>();

    public IReadOnlyDictionary<string, string> Env { get; init; } = new Dictionary<string, string>();

    public LogLevel LogLevel { get; init; } = LogLevel.Info;

    /// <summary>A log4j properties file; its root level and console pattern are honoured. Null: the default format.</summary>
    public FileSpec? LogConfig { get; init; }

    /// <summary>The certificate pair of this application; null: the submitter's own.</summary>
    public SecuritySpec? Security { get; init; }
}
