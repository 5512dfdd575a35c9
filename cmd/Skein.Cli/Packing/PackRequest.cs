using Skein.Packer;

namespace Skein.Cli.Packing;

/// <summary>What a call of <c>skein pack</c> asks for.</summary>
internal sealed record PackRequest
{
    public required PackOptions Options { get; init; }

    /// <summary>Whether the entries are printed instead of packed.</summary>
    public bool List { get; init; }

    /// <summary>Whether what was found goes to the standard output as JSON.</summary>
    public bool Json { get; init; }

    /// <summary>Whether only warnings and errors are printed.</summary>
    public bool Quiet { get; init; }
}
