using Skein.Packer.Archives.Segments;
using Skein.Packer.Inspection;

namespace Skein.Packer.Archives.Folders;

/// <summary>A segment whose files are written.</summary>
/// <param name="Segment">The segment.</param>
/// <param name="Written">Bytes of files.</param>
/// <param name="Findings">What was learnt of its files.</param>
internal sealed record FolderPart(Segment Segment, long Written, PackFindings Findings);
