namespace Skein.Packer.Archives;

/// <summary>Makes the blocks of a tar archive. Used by several threads at once.</summary>
internal interface ITarBlockMaker
{
    TarBlock Make(Segment segment);
}
