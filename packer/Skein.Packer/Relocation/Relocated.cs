namespace Skein.Packer.Relocation;

/// <summary>What became of a file.</summary>
/// <param name="Content">The new content; null when the file stays as it is.</param>
/// <param name="StaysAbsolute">Why the file still names the place it was installed in; null when it does not.</param>
internal readonly record struct Relocated(byte[]? Content, string? StaysAbsolute = null);
