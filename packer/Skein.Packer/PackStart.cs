namespace Skein.Packer;

/// <summary>What is about to be packed, once nothing is known that prevents it.</summary>
/// <param name="Kind">What kind of environment was found.</param>
/// <param name="Source">Its absolute path.</param>
/// <param name="Output">Absolute path of the archive; <c>-</c> for the standard output.</param>
public sealed record PackStart(EnvironmentKind Kind, string Source, string Output);
