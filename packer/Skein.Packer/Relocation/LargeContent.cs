using System.Buffers;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;
using Skein.Packer.Inventory;

namespace Skein.Packer.Relocation;

/// <summary>The content of a file that is too large for memory, seen through a window. For one thread.</summary>
/// <param name="file">The open file; stays its owner's.</param>
internal sealed class LargeContent(SafeFileHandle file) : IDisposable
{
    /// <summary>The longest part that can be asked for, in bytes.</summary>
    public const int MaxPart = 1 << 20;

    private readonly byte[] _window = ArrayPool<byte>.Shared.Rent(MaxPart);
    private long _start;
    private int _length;

    /// <summary>A part of the content, shorter where the file ends; valid until the next part is asked for.</summary>
    /// <exception cref="IOException">The disk fails.</exception>
    public ReadOnlySpan<byte> Part(long offset, int length)
    {
        if (offset < _start || offset + length > _start + _length)
            Fill(offset);
        var at = (int)(offset - _start);
        return _window.AsSpan(at, Math.Min(length, _length - at));
    }

    /// <returns>Where a text occurs first, or −1.</returns>
    /// <param name="text">The text.</param>
    /// <param name="from">Where to begin.</param>
    /// <exception cref="IOException">The disk fails.</exception>
    public long IndexOf(ReadOnlySpan<byte> text, long from)
    {
        if (from < _start || from >= _start + _length)
            Fill(from);
        while (true)
        {
            var rest = _window.AsSpan((int)(from - _start), (int)(_start + _length - from));
            if (rest.IndexOf(text) is var found and >= 0)
                return from + found;
            if (_length < MaxPart)
                return -1;
            Fill(from + Math.Max(0, rest.Length - text.Length + 1));
            from = _start;
        }
    }

    /// <summary>The hash of the content with patches over it.</summary>
    /// <exception cref="IOException">The disk fails.</exception>
    public Sha256Hash HashWith(IReadOnlyList<FilePatch> patches)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var copy = MemoryPool<byte>.Shared.Rent(MaxPart);
        for (long offset = 0; Part(offset, MaxPart) is { Length: > 0 } part; offset += part.Length)
        {
            var patched = copy.Memory.Span[..part.Length];
            part.CopyTo(patched);
            foreach (var patch in patches)
                patch.ApplyTo(patched, offset);
            hash.AppendData(patched);
        }

        return Sha256Hash.FromBytes(hash.GetHashAndReset());
    }

    public void Dispose() => ArrayPool<byte>.Shared.Return(_window);

    private void Fill(long offset)
    {
        _start = offset;
        _length = 0;
        while (_length < MaxPart && RandomAccess.Read(file, _window.AsSpan(_length, MaxPart - _length), offset + _length) is var read and > 0)
            _length += read;
    }
}
