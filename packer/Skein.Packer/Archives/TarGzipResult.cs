namespace Skein.Packer.Archives;

/// <summary>What was written.</summary>
/// <param name="ContentLength">Bytes of the tar archive.</param>
/// <param name="Length">Bytes of the gzip member.</param>
/// <param name="Notes">Files that stay absolute, in the order of their paths.</param>
internal sealed record TarGzipResult(long ContentLength, long Length, IReadOnlyList<PackNote> Notes);
