namespace Skein.ApplicationMaster.Driver;

/// <summary>How the application driver is run.</summary>
internal sealed record DriverOptions
{
    /// <summary>Text of the script.</summary>
    public required string Script { get; init; }

    /// <summary>Where the script is written and run.</summary>
    public required string WorkingDirectory { get; init; }

    /// <summary>File that takes standard output and standard error.</summary>
    public required string LogFile { get; init; }

    /// <summary>Variables set beside those of this process.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
}
