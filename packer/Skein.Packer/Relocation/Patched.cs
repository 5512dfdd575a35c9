using Skein.Packer.Unpacking;

namespace Skein.Packer.Relocation;

/// <summary>What relocation makes of a file that is too large for memory.</summary>
/// <param name="Patches">What is put over its content, in the order of the offsets; empty to leave it as it is.</param>
/// <param name="StaysAbsolute">Why the file still names the place of its installation; null when it does not.</param>
/// <param name="Placed">What there is to do in the file where it is unpacked; null when there is nothing.</param>
internal readonly record struct Patched(IReadOnlyList<FilePatch> Patches, string? StaysAbsolute, PlacedFile? Placed = null);
