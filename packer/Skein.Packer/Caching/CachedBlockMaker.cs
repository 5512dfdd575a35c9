using Skein.Packer.Archives.Segments;
using Skein.Packer.Archives.Tar;

namespace Skein.Packer.Caching;

/// <summary>Makes only the blocks that no earlier pack has made.</summary>
/// <param name="maker">Makes the others.</param>
/// <param name="cache">The blocks of earlier packs.</param>
/// <param name="keys">Names blocks.</param>
internal sealed class CachedBlockMaker(ITarBlockMaker maker, BlockCache cache, BlockKeys keys) : ITarBlockMaker
{
    public TarBlock Make(Segment segment)
    {
        if (keys.Of(segment) is not { } key)
            return maker.Make(segment);
        if (cache.Find(key) is var (block, findings))
            return new TarBlock(segment, block, findings);
        var made = maker.Make(segment);
        if (!made.Findings.HasUnlistedContent)
            cache.Add(key, made.Compressed, made.Findings);
        return made;
    }
}
