using Microsoft.Win32.SafeHandles;

namespace Skein.Packer.Inspection;

/// <summary>The bytes of an ELF file, at hand whole or read as they are asked for.</summary>
internal readonly ref struct ElfBytes
{
    // More than any table of a real file that is read at once.
    private const int MaxPart = 1 << 20;

    private readonly ReadOnlySpan<byte> _content;
    private readonly SafeFileHandle? _file;

    public ElfBytes(ReadOnlySpan<byte> content) => _content = content;

    public ElfBytes(SafeFileHandle file) => _file = file;

    /// <summary>A part of the file, shorter where the file ends before it does, and never longer than 1 MiB.</summary>
    public ReadOnlySpan<byte> Part(ulong offset, long length)
    {
        var wanted = (int)Math.Min(length, MaxPart);
        if (_file == null)
            return offset < (ulong)_content.Length ? _content.Slice((int)offset, Math.Min(wanted, _content.Length - (int)offset)) : default;
        if (offset > long.MaxValue - MaxPart)
            return default;
        var bytes = new byte[wanted];
        var filled = 0;
        while (filled < wanted && RandomAccess.Read(_file, bytes.AsSpan(filled), (long)offset + filled) is var read and > 0)
            filled += read;
        return bytes.AsSpan(0, filled);
    }
}
