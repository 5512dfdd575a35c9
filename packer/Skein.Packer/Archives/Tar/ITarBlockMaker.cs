using Skein.Packer.Archives.Segments;

namespace Skein.Packer.Archives.Tar;

/// <summary>Makes the blocks of a tar archive. Used by several threads at once.</summary>
internal interface ITarBlockMaker
{
    TarBlock Make(Segment segment);
}
