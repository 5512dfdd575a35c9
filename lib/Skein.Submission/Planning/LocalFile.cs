namespace Skein.Submission.Planning;

/// <summary>A local file as it was found before planning.</summary>
/// <param name="Path">Absolute path.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Sha256">Lower-case hexadecimal SHA-256 of its contents.</param>
public sealed record LocalFile(string Path, long Length, string Sha256);
