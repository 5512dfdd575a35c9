namespace Skein.Packer;

/// <summary>What packing would do, found out without writing anything.</summary>
public sealed record PackPlan
{
    /// <summary>Absolute path of the archive; <c>-</c> for the standard output.</summary>
    public required string Output { get; init; }

    /// <summary>Format of the archive; never <see cref="ArchiveFormat.Infer"/>.</summary>
    public required ArchiveFormat Format { get; init; }

    /// <summary>Absolute path of what is packed.</summary>
    public required string Source { get; init; }

    public required EnvironmentKind Kind { get; init; }

    /// <summary>Entries of the archive in their order.</summary>
    public required IReadOnlyList<PackEntry> Entries { get; init; }

    /// <summary>All that prevents packing; empty when nothing does.</summary>
    public required IReadOnlyList<PackProblem> Problems { get; init; }

    /// <summary>Everything else worth a look; each is one sentence.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }
}
