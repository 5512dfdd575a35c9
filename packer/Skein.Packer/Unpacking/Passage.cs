namespace Skein.Packer.Unpacking;

/// <summary>A stretch of a text that packing made portable.</summary>
/// <param name="At">Its offset in the packed file in bytes.</param>
/// <param name="Packed">What is there; it works wherever the environment is.</param>
/// <param name="Placed">What an installer would write: these parts, joined by the prefix.</param>
internal sealed record Passage(long At, string Packed, IReadOnlyList<string> Placed);
