using Skein.Packer.Inspection;
using Skein.Packer.Relocation;

namespace Skein.Packer.Archives;

/// <summary>The two blocks of zeros that end an archive.</summary>
internal sealed class ArchiveEnd : TarSegment
{
    public override int Files => 0;

    public override void WriteTo(PooledBuffer output, TarLayout layout, IRelocation relocation, PackFindings findings) =>
        TarHeader.WriteZeros(2 * TarHeader.BlockSize, output);
}
