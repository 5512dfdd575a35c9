using Skein.Packer.Archives.Tar;
using Skein.Packer.Planning;

namespace Skein.Packer.Caching;

/// <summary>The blocks that matter to one pack.</summary>
internal sealed class PackCache : IDisposable
{
    private readonly BlockCache _blocks;
    private readonly BlockKeys _keys;

    private PackCache(BlockCache blocks, BlockKeys keys)
    {
        _blocks = blocks;
        _keys = keys;
    }

    /// <inheritdoc cref="BlockCache.Served"/>
    public long Served => _blocks.Served;

    /// <param name="pack">What is packed.</param>
    /// <param name="options">How.</param>
    /// <param name="variables">Reads environment variables, which tell where blocks are kept.</param>
    /// <param name="started">When the pack began, before its files were listed.</param>
    /// <returns>Null when no blocks are to be kept, as in a dry run, or none can be.</returns>
    public static PackCache? TryOpen(PreparedPack pack, PackOptions options, Func<string, string?> variables, DateTimeOffset started)
    {
        if (!options.UseCache || options.DryRun || pack.Format is not (ArchiveFormat.TarGz or ArchiveFormat.TarBz2 or ArchiveFormat.Parcel)
            || (options.CacheDirectory ?? CacheDirectory.Default(variables)) is not { } directory)
            return null;
        var keys = new BlockKeys(pack, options.CompressLevel, started);
        return BlockCache.TryOpen(Path.GetFullPath(directory), keys.Family, BlockCache.DefaultLimit) is { } blocks ? new PackCache(blocks, keys) : null;
    }

    /// <summary>A maker that makes only what is not kept.</summary>
    public ITarBlockMaker Around(ITarBlockMaker maker) => new CachedBlockMaker(maker, _blocks, _keys);

    /// <inheritdoc cref="BlockCache.Commit"/>
    public void Commit() => _blocks.Commit();

    public void Dispose() => _blocks.Dispose();
}
