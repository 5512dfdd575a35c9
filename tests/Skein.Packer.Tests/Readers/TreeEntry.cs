namespace Skein.Packer.Tests.Readers;

/// <summary>A file, a link or a directory, as a disk has it or a reader of archives sees it.</summary>
/// <param name="Kind"><c>f</c>, <c>l</c> or <c>d</c>.</param>
/// <param name="Mode">The lower twelve mode bits; null where the reader has none, and for all but files.</param>
/// <param name="Modified">Seconds since the epoch; null where the reader has none, and for all but files.</param>
/// <param name="Content">SHA-256 of a file in hexadecimal, the text of a link; empty for directories.</param>
internal sealed record TreeEntry(char Kind, int? Mode, long? Modified, string Content);
