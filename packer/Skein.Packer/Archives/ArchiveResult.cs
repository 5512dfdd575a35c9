using Skein.Packer.Inspection;

namespace Skein.Packer.Archives;

/// <summary>What was written.</summary>
/// <param name="ContentLength">Bytes of the archive before its compression.</param>
/// <param name="Length">Bytes of the archive.</param>
/// <param name="Findings">What was learnt of the files.</param>
internal sealed record ArchiveResult(long ContentLength, long Length, PackFindings Findings);
