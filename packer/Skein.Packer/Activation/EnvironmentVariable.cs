namespace Skein.Packer.Activation;

/// <summary>A variable that is set while the environment is active.</summary>
/// <param name="Name">A shell's idea of a name: letters, digits and underscores.</param>
/// <param name="Value">Its value; null to have it unset.</param>
internal sealed record EnvironmentVariable(string Name, string? Value);
