using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Skein.Packer.Archives;
using Skein.Packer.Archives.Segments;
using Skein.Packer.Inventory;
using Skein.Packer.Planning;

namespace Skein.Packer.Caching;

/// <summary>Names blocks by all that decides about their bytes and findings. Used by several threads at once.</summary>
/// <remarks>
/// Contents are not read for it: a file is known by its stamp. One that was written to just before the pack began may be written to
/// again without a new stamp, since clocks of file systems tick slowly; its block has no name.
/// </remarks>
internal sealed class BlockKeys
{
    /// <summary>Hexadecimal digits of the name of a family.</summary>
    public const int FamilyLength = 32;

    private const long SlowestTick = 2_000_000_000;

    private readonly byte[] _seed;
    private readonly long _trustedBefore;

    /// <param name="pack">What is packed.</param>
    /// <param name="level">What it is compressed with.</param>
    /// <param name="started">When the pack began, before its files were listed.</param>
    public BlockKeys(PreparedPack pack, int level, DateTimeOffset started)
    {
        _trustedBefore = ((started - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick) - SlowestTick;
        using var content = new PooledBuffer(4096);
        // Another build may relocate or compress in another way.
        WriteText(content, $"{typeof(BlockKeys).Module.ModuleVersionId} {Environment.Version} {pack.Format} {level}");
        WriteText(content, pack.Layout.PathOf(""));
        WriteText(content, pack.Relocation.Identity);
        _seed = SHA256.HashData(content.Written);
    }

    /// <summary>Names all blocks of packs like this one.</summary>
    public string Family => Convert.ToHexStringLower(_seed.AsSpan(0, FamilyLength / 2));

    /// <returns>The name of a segment's block; null when it can not be trusted to stay the same.</returns>
    public Sha256Hash? Of(Segment segment)
    {
        using var content = new PooledBuffer(64 << 10);
        content.Write(_seed);
        switch (segment)
        {
            case FileBatch batch:
                foreach (var file in batch.Files)
                {
                    if (!TryWrite(content, file))
                        return null;
                }

                break;
            case FilePiece piece:
                if (!TryWrite(content, piece.Listed))
                    return null;
                WriteNumber(content, piece.Index);
                WriteNumber(content, piece.Count);
                break;
            default:
                return null;
        }

        return Sha256Hash.Of(content.Written);
    }

    private bool TryWrite(PooledBuffer content, PackFile file)
    {
        WriteText(content, file.Path);
        WriteText(content, file.LinkTarget);
        WriteNumber(content, ((long)file.Kind << 32) | (uint)file.Mode);
        WriteNumber(content, file.Modified);
        WriteNumber(content, file.Size);
        WriteHash(content, file.InstalledHash);
        WriteText(content, file.InstalledIn?.Path ?? "");
        if (file.Record is { } record)
        {
            WriteText(content, record.Placeholder);
            WriteNumber(content, record.IsBinary ? 1 : 0);
            WriteHash(content, record.Original);
            // The original is taken if it is there.
            WriteNumber(content, record.CachedOriginal is { } cached && File.Exists(cached) ? 1 : 0);
        }

        if (file.Content != null)
            WriteHash(content, Sha256Hash.Of(file.Content));
        else if (file.Kind == PackFileKind.Regular)
            return TryWriteStamp(content, file.Stamp);
        return true;
    }

    private bool TryWriteStamp(PooledBuffer content, FileStamp stamp)
    {
        if (stamp == default || !stamp.IsOlderThan(_trustedBefore))
            return false;
        WriteNumber(content, stamp.Modified);
        WriteNumber(content, stamp.Changed);
        WriteNumber(content, (long)stamp.Identity.Device);
        WriteNumber(content, (long)stamp.Identity.Inode);
        return true;
    }

    private static void WriteNumber(PooledBuffer content, long number)
    {
        BinaryPrimitives.WriteInt64LittleEndian(content.GetSpan(sizeof(long)), number);
        content.Advance(sizeof(long));
    }

    private static void WriteHash(PooledBuffer content, Sha256Hash hash)
    {
        hash.CopyTo(content.GetSpan(Sha256Hash.Length));
        content.Advance(Sha256Hash.Length);
    }

    private static void WriteText(PooledBuffer content, string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        WriteNumber(content, length);
        content.Advance(Encoding.UTF8.GetBytes(text, content.GetSpan(length)));
    }
}
