namespace Skein.Packer;

/// <summary>What was done to an unpacked environment.</summary>
public sealed record UnpackSummary
{
    /// <summary>Absolute path of the environment.</summary>
    public required string Directory { get; init; }

    /// <summary>The path its files now hold.</summary>
    public required string Prefix { get; init; }

    /// <summary>Files that were written anew, in the order of their paths.</summary>
    public required IReadOnlyList<string> Rewritten { get; init; }

    /// <summary>Files that are gone, or were changed by someone since the environment was packed, and were left alone.</summary>
    public required IReadOnlyList<string> LeftAlone { get; init; }

    /// <summary>Binary files without room for the path, which name the place they were installed in as they did in the archive.</summary>
    public required IReadOnlyList<string> TooSmall { get; init; }
}
