using Skein.Packer.Unpacking;

namespace Skein.Packer.Relocation;

/// <summary>What became of a file.</summary>
/// <param name="Content">The new content; null when the file stays as it is.</param>
/// <param name="StaysAbsolute">Why the file still names the place it was installed in; null when it does not.</param>
/// <param name="Placed">What there is to do in the file where it is unpacked; null when there is nothing.</param>
internal readonly record struct Relocated(byte[]? Content, string? StaysAbsolute = null, PlacedFile? Placed = null);
