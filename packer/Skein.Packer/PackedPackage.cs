namespace Skein.Packer;

/// <summary>A package of the environment.</summary>
/// <param name="Name">Its name and version, such as <c>numpy 1.26.4</c>.</param>
/// <param name="Files">Entries it owns in the archive.</param>
/// <param name="Bytes">Size of these on disk.</param>
public sealed record PackedPackage(string Name, int Files, long Bytes);
