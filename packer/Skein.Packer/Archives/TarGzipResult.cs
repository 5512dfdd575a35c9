using Skein.Packer.Inspection;

namespace Skein.Packer.Archives;

/// <summary>What was written.</summary>
/// <param name="ContentLength">Bytes of the tar archive.</param>
/// <param name="Length">Bytes of the gzip member.</param>
/// <param name="Findings">What was learnt of the files.</param>
internal sealed record TarGzipResult(long ContentLength, long Length, PackFindings Findings);
