namespace Skein.Packer;

/// <summary>One entry of the archive-to-be.</summary>
/// <param name="Path">Path in the archive, with <c>/</c>.</param>
/// <param name="Mode">The lower twelve mode bits.</param>
/// <param name="Size">
/// Bytes, before what is rewritten on the way; 0 for everything that is not a regular file; null for what is made when all other files
/// have been read.
/// </param>
/// <param name="LinkTarget">Text of a symbolic link, or the path of the first name of a hard link; null for others.</param>
/// <param name="Package">Name and version of the package that owns it; null when none does.</param>
public sealed record PackEntry(string Path, int Mode, long? Size, string? LinkTarget, string? Package);
