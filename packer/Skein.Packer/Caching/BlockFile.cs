using Microsoft.Win32.SafeHandles;
using Skein.Packer.Archives;
using Skein.Packer.Inspection;
using Skein.Packer.Inventory;

namespace Skein.Packer.Caching;

/// <summary>A finished cache file, open for reading: it stays readable even if someone removes it. Read by several threads at once.</summary>
internal sealed class BlockFile : IDisposable
{
    private readonly SafeFileHandle _handle;
    private readonly Dictionary<Sha256Hash, StoredBlock> _blocks = [];
    private int _used;

    private BlockFile(string path, SafeFileHandle handle)
    {
        Path = path;
        _handle = handle;
    }

    public string Path { get; }

    /// <summary>Whether a block of it was taken.</summary>
    public bool IsUsed => Volatile.Read(ref _used) != 0;

    /// <returns>Null when the file is gone, damaged or no cache file.</returns>
    public static BlockFile? TryOpen(string path)
    {
        SafeFileHandle? handle = null;
        try
        {
            handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var file = new BlockFile(path, handle);
            if (file.ReadIndex())
                return file;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }

        handle?.Dispose();
        return null;
    }

    /// <returns>The block of a key with its findings; null when the file has none, or a damaged one.</returns>
    /// <exception cref="IOException">The disk fails.</exception>
    public (CompressedBlock Block, PackFindings Findings)? Find(Sha256Hash key)
    {
        if (!_blocks.TryGetValue(key, out var stored))
            return null;
        var length = stored.Length + stored.FindingsLength;
        var buffer = new PooledBuffer(length);
        var bytes = buffer.GetSpan(length)[..length];
        if (ReadAt(stored.Offset, bytes) && BlockChecksum.Of(bytes) == stored.Checksum
            && FindingsFormat.TryRead(bytes[stored.Length..], out var findings))
        {
            buffer.Advance(length);
            Volatile.Write(ref _used, 1);
            return (new CompressedBlock(buffer, ..stored.Length, stored.ContentCrc, stored.ContentLength), findings);
        }

        buffer.Dispose();
        return null;
    }

    public void Dispose() => _handle.Dispose();

    private bool ReadIndex()
    {
        var length = RandomAccess.GetLength(_handle);
        if (length is < BlockFileFormat.TrailerLength)
            return false;
        Span<byte> trailer = stackalloc byte[BlockFileFormat.TrailerLength];
        if (!ReadAt(length - trailer.Length, trailer) || BlockFileFormat.ReadTrailer(trailer, length) is not { } index)
            return false;
        var bytes = new byte[length - index.Offset];
        if (!ReadAt(index.Offset, bytes) || !BlockFileFormat.TryRead(bytes, _blocks))
            return false;
        foreach (var block in _blocks.Values)
        {
            if (block.Offset < 0 || block.Length < 0 || block.FindingsLength < 0
                || (long)block.Length + block.FindingsLength > index.Offset - block.Offset)
                return false;
        }

        return true;
    }

    private bool ReadAt(long offset, Span<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            var read = RandomAccess.Read(_handle, bytes, offset);
            if (read == 0)
                return false;
            bytes = bytes[read..];
            offset += read;
        }

        return true;
    }
}
