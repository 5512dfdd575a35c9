namespace Skein.Packer.Relocation;

/// <summary>
/// The parts of a large ELF file that say where its libraries are, put together to a small ELF file: its program headers lead to a copy
/// of the dynamic section and of the string table.
/// </summary>
internal sealed class ElfExcerpt
{
    private const int MaxHeaders = 64 << 10;
    private const int MaxDynamic = 64 << 10;
    private const int MaxStrings = 64 << 20;
    private const ulong TagStringTable = 5;
    private const ulong TagStringTableSize = 10;

    private readonly byte[] _original;
    private readonly (int At, long Offset, int Length)[] _parts;

    private ElfExcerpt(byte[] image, params (int At, long Offset, int Length)[] parts)
    {
        Image = image;
        _original = image.ToArray();
        _parts = parts;
    }

    /// <summary>The small file, to be changed in place.</summary>
    public byte[] Image { get; }

    /// <returns>Null when the file has no dynamic section that a loader would take.</returns>
    /// <exception cref="IOException">The disk fails.</exception>
    public static ElfExcerpt? Read(LargeContent content)
    {
        var head = content.Part(0, ElfImage.HeadLength).ToArray();
        if (!ElfImage.TryReadHeader(head, out var elf) || elf.HeadersLength is 0 or > MaxHeaders || elf.HeadersAt > long.MaxValue / 2)
            return null;
        var headers = Bytes(content, (long)elf.HeadersAt, (int)elf.HeadersLength);
        if (headers.Length < elf.HeadersLength)
            return null;
        var segments = elf.ReadSegments(headers);
        var table = Array.FindIndex(segments, static segment => segment.Type == ElfSegment.Dynamic);
        if (table < 0 || segments[table].FileSize > MaxDynamic || segments[table].Offset > long.MaxValue / 2)
            return null;
        var dynamic = Bytes(content, (long)segments[table].Offset, (int)segments[table].FileSize);
        if (elf.FindTag(dynamic, TagStringTable) is not { } address || elf.FindTag(dynamic, TagStringTableSize) is not { } size
            || elf.Word(dynamic, size) is var stringsLength && stringsLength > MaxStrings
            || ElfImage.FileOffset(segments, elf.Word(dynamic, address)) is not { } stringsAt || stringsAt > long.MaxValue / 2)
            return null;
        var strings = Bytes(content, (long)stringsAt, (int)stringsLength);

        var dynamicAt = head.Length + headers.Length;
        var image = new byte[dynamicAt + dynamic.Length + strings.Length];
        head.CopyTo(image, 0);
        headers.CopyTo(image, head.Length);
        dynamic.CopyTo(image, dynamicAt);
        strings.CopyTo(image, dynamicAt + dynamic.Length);
        elf.SetWord(image, elf.Is64 ? 32 : 28, (ulong)head.Length);
        for (var i = 0; i < segments.Length; i++)
        {
            var header = image.AsSpan(head.Length + (i * elf.HeaderSize), elf.HeaderSize);
            if (i == table)
                Place(elf, header, (ulong)dynamicAt, segments[i].Address, (ulong)dynamic.Length);
            else if (segments[i].Type == ElfSegment.Load)
                Place(elf, header, (ulong)(dynamicAt + dynamic.Length), elf.Word(dynamic, address), (ulong)strings.Length);
        }

        return new ElfExcerpt(
            image,
            (dynamicAt, (long)segments[table].Offset, dynamic.Length),
            (dynamicAt + dynamic.Length, (long)stringsAt, strings.Length));
    }

    /// <summary>What was changed, as changes of the large file.</summary>
    public List<FilePatch> Patches()
    {
        var patches = new List<FilePatch>();
        foreach (var (at, offset, length) in _parts)
        {
            var old = _original.AsSpan(at, length);
            var now = Image.AsSpan(at, length);
            var first = old.CommonPrefixLength(now);
            if (first == length)
                continue;
            var last = length - 1;
            while (old[last] == now[last])
                last--;
            patches.Add(new FilePatch(offset + first, now[first..(last + 1)].ToArray()));
        }

        return patches;
    }

    private static byte[] Bytes(LargeContent content, long offset, int length)
    {
        var bytes = new byte[length];
        var filled = 0;
        while (filled < length && content.Part(offset + filled, Math.Min(length - filled, LargeContent.MaxPart)) is { Length: > 0 } part)
        {
            part.CopyTo(bytes.AsSpan(filled));
            filled += part.Length;
        }

        return bytes[..filled];
    }

    private static void Place(ElfImage elf, Span<byte> header, ulong offset, ulong address, ulong size)
    {
        elf.SetWord(header, elf.Is64 ? 8 : 4, offset);
        elf.SetWord(header, elf.Is64 ? 16 : 8, address);
        elf.SetWord(header, elf.Is64 ? 32 : 16, size);
    }
}
