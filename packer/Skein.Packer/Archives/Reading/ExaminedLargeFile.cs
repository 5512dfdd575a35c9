using Skein.Packer.Inspection;
using Skein.Packer.Inventory;
using Skein.Packer.Relocation;

namespace Skein.Packer.Archives.Reading;

/// <summary>What a look through a whole large file has shown.</summary>
/// <param name="Packed">The file with the size and time that it is packed with.</param>
/// <param name="Content">Its content where it is another than the disk's; null where that is read, with the patches.</param>
/// <param name="Patches">What is put over the content on the disk, in the order of the offsets.</param>
/// <param name="Findings">What was learnt.</param>
internal sealed record ExaminedLargeFile(PackFile Packed, byte[]? Content, IReadOnlyList<FilePatch> Patches, PackFindings Findings);
