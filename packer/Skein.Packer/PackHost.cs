using Skein.Packer.Archives.Outputs;

namespace Skein.Packer;

/// <summary>What packing takes from the process it runs in.</summary>
internal sealed record PackHost
{
    /// <summary>This process.</summary>
    public static PackHost Process { get; } = new()
    {
        Variables = Environment.GetEnvironmentVariable,
        Clock = TimeProvider.System,
        OpenStandardOutput = static () => new StandardOutput(),
        IsTerminal = static () => !Console.IsOutputRedirected,
    };

    /// <summary>Reads environment variables, by which environments are found.</summary>
    public required Func<string, string?> Variables { get; init; }

    /// <summary>Says what today is.</summary>
    public required TimeProvider Clock { get; init; }

    /// <summary>Opens the standard output; whoever asks disposes it.</summary>
    public required Func<Stream> OpenStandardOutput { get; init; }

    /// <summary>Whether a person looks at the standard output.</summary>
    public required Func<bool> IsTerminal { get; init; }
}
