using Microsoft.Win32.SafeHandles;
using Skein.Packer.Inventory;

namespace Skein.Packer.Caching;

/// <summary>
/// A cache file that is being written. It appears under a name that others read only with <see cref="Commit"/>; until then
/// <see cref="Dispose"/> removes it. Written to by several threads at once.
/// </summary>
internal sealed class BlockFileWriter : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<Sha256Hash, StoredBlock> _blocks = [];
    private readonly SafeFileHandle _handle;
    private readonly string _temporary;
    private readonly long _limit;
    private long _length;

    /// <param name="temporary">Path of the file until it is finished; does not exist yet.</param>
    /// <param name="limit">Bytes beyond which no more blocks are taken.</param>
    /// <exception cref="IOException">It can not be made.</exception>
    public BlockFileWriter(string temporary, long limit)
    {
        _temporary = temporary;
        _limit = limit;
        _handle = File.OpenHandle(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
    }

    public bool IsEmpty => _blocks.Count == 0;

    /// <exception cref="IOException">The disk is full, or fails.</exception>
    public void Add(Sha256Hash key, int contentLength, uint contentCrc, ReadOnlyMemory<byte> compressed, ReadOnlyMemory<byte> findings)
    {
        var length = compressed.Length + findings.Length;
        long offset;
        lock (_lock)
        {
            if (_length + length > _limit || _blocks.ContainsKey(key))
                return;
            offset = _length;
            _length += length;
        }

        RandomAccess.Write(_handle, [compressed, findings], offset);
        var checksum = BlockChecksum.Of(compressed.Span, findings.Span);
        lock (_lock)
            _blocks[key] = new StoredBlock(offset, compressed.Length, findings.Length, contentLength, contentCrc, checksum);
    }

    /// <summary>Finishes the file and gives it its name.</summary>
    /// <exception cref="IOException">The disk is full, or fails.</exception>
    public void Commit(string path)
    {
        RandomAccess.Write(_handle, BlockFileFormat.Write(_blocks, _length), _length);
        _handle.Dispose();
        File.Move(_temporary, path);
    }

    public void Dispose()
    {
        _handle.Dispose();
        // Does nothing once the file has its name.
        File.Delete(_temporary);
    }
}
