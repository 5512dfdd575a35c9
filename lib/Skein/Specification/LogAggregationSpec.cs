namespace Skein.Specification;

/// <summary>Which log files YARN keeps, by regular expressions of Java over their names; empty: YARN's own choice.</summary>
public sealed record LogAggregationSpec
{
    /// <summary>Files kept when the application ends.</summary>
    public string Include { get; init; } = "";

    /// <summary>Files not kept when the application ends, even if included.</summary>
    public string Exclude { get; init; } = "";

    /// <summary>Files brought away again and again while the application runs.</summary>
    public string RolledInclude { get; init; } = "";

    /// <summary>Files not brought away while the application runs, even if included.</summary>
    public string RolledExclude { get; init; } = "";
}
