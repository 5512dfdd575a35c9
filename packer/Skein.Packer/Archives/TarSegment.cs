using Skein.Packer.Inspection;
using Skein.Packer.Relocation;

namespace Skein.Packer.Archives;

/// <summary>A stretch of a tar archive that is made without knowing any other.</summary>
internal abstract class TarSegment
{
    /// <summary>Entries that end in this stretch.</summary>
    public abstract int Files { get; }

    /// <summary>Appends the bytes of the stretch.</summary>
    /// <param name="output">Receives them.</param>
    /// <param name="layout">Where entries lie in the archive.</param>
    /// <param name="relocation">What is changed on the way.</param>
    /// <param name="findings">Receives what is learnt of the files.</param>
    public abstract void WriteTo(PooledBuffer output, TarLayout layout, IRelocation relocation, PackFindings findings);
}
