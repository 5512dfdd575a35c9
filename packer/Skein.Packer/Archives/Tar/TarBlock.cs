using Skein.Packer.Archives.Segments;
using Skein.Packer.Inspection;

namespace Skein.Packer.Archives.Tar;

/// <summary>A segment of a tar archive, ready to be written. <see cref="Dispose"/> gives its memory back.</summary>
/// <param name="Segment">What it was made of.</param>
/// <param name="Compressed">Its bytes.</param>
/// <param name="Findings">What was learnt of its files.</param>
internal sealed record TarBlock(Segment Segment, CompressedBlock Compressed, PackFindings Findings) : IDisposable
{
    public void Dispose() => Compressed.Dispose();
}
