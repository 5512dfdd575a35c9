using Skein.Packer.Archives;
using Skein.Packer.Inspection;
using Skein.Packer.Inventory;

namespace Skein.Packer.Caching;

/// <summary>Compressed blocks of earlier packs. Used by several threads at once, and by several processes.</summary>
/// <remarks>
/// Files are written under a temporary name and never changed once they have their own, so that whoever reads one reads a whole one,
/// whatever happens to the writer. A cache that can not be used makes packing slower and nothing else.
/// </remarks>
internal sealed class BlockCache : IDisposable
{
    /// <summary>Bytes that are kept of all packs together.</summary>
    public const long DefaultLimit = 2L << 30;

    // Each pack adds a file with the blocks it made; when there are so many, the next one gathers all it needs in one.
    private const int MaxFiles = 8;

    private readonly string _root;
    private readonly string _family;
    private readonly long _limit;
    private readonly List<BlockFile> _files = [];
    private readonly BlockFileWriter _writer;
    private readonly bool _gathers;
    private long _served;
    private int _failed;

    private BlockCache(string root, string family, long limit)
    {
        _root = root;
        _family = family;
        _limit = limit;
        foreach (var path in Directory.EnumerateFiles(family, $"*{CacheDirectory.Suffix}"))
        {
            if (BlockFile.TryOpen(path) is { } file)
                _files.Add(file);
            else
                File.Delete(path);
        }

        _gathers = _files.Count >= MaxFiles;
        try
        {
            _writer = new BlockFileWriter(Path.Combine(family, $"{Guid.NewGuid():N}{CacheDirectory.UnfinishedSuffix}"), limit);
        }
        catch
        {
            CloseFiles();
            throw;
        }
    }

    /// <summary>Uncompressed bytes of the blocks that were found.</summary>
    public long Served => Interlocked.Read(ref _served);

    /// <param name="root">Directory of all blocks; made if it is missing.</param>
    /// <param name="family">Name of the family whose blocks matter.</param>
    /// <param name="limit">Bytes that are kept of all families together.</param>
    /// <returns>Null when the directory can not be used.</returns>
    public static BlockCache? TryOpen(string root, string family, long limit)
    {
        try
        {
            var directory = Path.Combine(root, family);
            return CacheDirectory.TryPrepare(root) && CacheDirectory.TryPrepare(directory) ? new BlockCache(root, directory, limit) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <returns>The block with its findings; null when there is none.</returns>
    public (CompressedBlock Block, PackFindings Findings)? Find(Sha256Hash key)
    {
        foreach (var file in _files)
        {
            try
            {
                if (file.Find(key) is not { } found)
                    continue;
                Interlocked.Add(ref _served, found.Block.ContentLength);
                if (_gathers)
                    Add(key, found.Block, found.Findings);
                return found;
            }
            catch (IOException)
            {
                // As good as not there.
            }
        }

        return null;
    }

    /// <summary>Keeps a block.</summary>
    public void Add(Sha256Hash key, CompressedBlock block, PackFindings findings)
    {
        if (Volatile.Read(ref _failed) != 0)
            return;
        try
        {
            _writer.Add(key, block.ContentLength, block.Crc, block.Bytes, FindingsFormat.Write(findings));
        }
        catch (IOException)
        {
            Volatile.Write(ref _failed, 1);
        }
    }

    /// <summary>Makes the blocks of this pack available to others, and removes those that the cache has no room for.</summary>
    public void Commit()
    {
        try
        {
            var replaces = Volatile.Read(ref _failed) == 0 && !_writer.IsEmpty;
            if (replaces)
                _writer.Commit(Path.Combine(_family, $"{Guid.NewGuid():N}{CacheDirectory.Suffix}"));
            foreach (var file in _files)
            {
                if (file.IsUsed && !_gathers)
                    File.SetLastWriteTimeUtc(file.Path, DateTime.UtcNow);
                else if (replaces)
                    File.Delete(file.Path);
            }

            CacheDirectory.Trim(_root, _limit);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What could not be kept is made again.
        }
    }

    public void Dispose()
    {
        CloseFiles();
        try
        {
            _writer.Dispose();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Removed by a later pack.
        }
    }

    private void CloseFiles()
    {
        foreach (var file in _files)
            file.Dispose();
    }
}
