using System.Buffers.Binary;

namespace Skein.Packer.Relocation;

/// <summary>The frame of an ELF file of either word size and byte order.</summary>
internal readonly record struct ElfImage(bool Is64, bool IsLittleEndian, ulong HeadersAt, int HeaderSize, int HeaderCount)
{
    // ELF64 (ELF32 where different), of which only this is read:
    //   header        [4] class 1=32 2=64   [5] data 1=little 2=big   [32|28] phoff   [54|42] phentsize   [56|44] phnum
    //   program hdr   [0] type   [8|4] offset   [16|8] virtual address   [32|16] size in the file
    //   dynamic       tag, value; tag 0 ends it

    /// <summary>Bytes that hold the header of either word size.</summary>
    public const int HeadLength = 64;

    private const int MaxDynamicEntries = 4096;

    public int WordSize => Is64 ? 8 : 4;

    /// <summary>Bytes of all program headers.</summary>
    public long HeadersLength => (long)HeaderSize * HeaderCount;

    public static bool HasMagic(ReadOnlySpan<byte> content) => content.Length > 3 && content[0] == 0x7f && content[1..].StartsWith("ELF"u8);

    /// <summary>Reads the frame of a file whose program headers lie inside of <paramref name="image"/>.</summary>
    public static bool TryRead(ReadOnlySpan<byte> image, out ElfImage elf) =>
        TryReadHeader(image, out elf)
        && elf.HeadersAt <= (ulong)image.Length
        && (ulong)elf.HeadersLength <= (ulong)image.Length - elf.HeadersAt;

    /// <summary>Reads the header alone; the program headers may lie anywhere, or nowhere.</summary>
    /// <param name="head">The first 64 bytes or more.</param>
    /// <param name="elf">The frame.</param>
    public static bool TryReadHeader(ReadOnlySpan<byte> head, out ElfImage elf)
    {
        elf = default;
        if (head.Length < HeadLength || !HasMagic(head) || head[4] is not (1 or 2) || head[5] is not (1 or 2))
            return false;
        elf = new ElfImage(head[4] == 2, head[5] == 1, 0, 0, 0);
        elf = elf with
        {
            HeadersAt = elf.Word(head, elf.Is64 ? 32 : 28),
            HeaderSize = elf.Half(head, elf.Is64 ? 54 : 42),
            HeaderCount = elf.Half(head, elf.Is64 ? 56 : 44),
        };
        return elf.HeaderSize >= (elf.Is64 ? 56 : 32);
    }

    public ulong Word(ReadOnlySpan<byte> image, int at) => (Is64, IsLittleEndian) switch
    {
        (true, true) => BinaryPrimitives.ReadUInt64LittleEndian(image[at..]),
        (true, false) => BinaryPrimitives.ReadUInt64BigEndian(image[at..]),
        (false, true) => BinaryPrimitives.ReadUInt32LittleEndian(image[at..]),
        (false, false) => BinaryPrimitives.ReadUInt32BigEndian(image[at..]),
    };

    public void SetWord(Span<byte> image, int at, ulong value)
    {
        switch (Is64, IsLittleEndian)
        {
            case (true, true):
                BinaryPrimitives.WriteUInt64LittleEndian(image[at..], value);
                break;
            case (true, false):
                BinaryPrimitives.WriteUInt64BigEndian(image[at..], value);
                break;
            case (false, true):
                BinaryPrimitives.WriteUInt32LittleEndian(image[at..], (uint)value);
                break;
            case (false, false):
                BinaryPrimitives.WriteUInt32BigEndian(image[at..], (uint)value);
                break;
        }
    }

    public uint Number(ReadOnlySpan<byte> image, int at) => IsLittleEndian
        ? BinaryPrimitives.ReadUInt32LittleEndian(image[at..])
        : BinaryPrimitives.ReadUInt32BigEndian(image[at..]);

    /// <summary>Where an address of the running program lies in the file; null if in no segment.</summary>
    public int? FileOffset(ReadOnlySpan<byte> image, ulong address) =>
        FileOffset(Segments(image), address) is { } offset && offset < (ulong)image.Length ? (int)offset : null;

    /// <summary>Where an address of the running program lies in the file, which may be too short for it; null if in no segment.</summary>
    public static ulong? FileOffset(ReadOnlySpan<ElfSegment> segments, ulong address)
    {
        foreach (var segment in segments)
        {
            if (segment.Type == ElfSegment.Load && address >= segment.Address && address - segment.Address < segment.FileSize)
                return segment.Offset + (address - segment.Address);
        }

        return null;
    }

    public ElfSegment[] Segments(ReadOnlySpan<byte> image) => ReadSegments(image.Slice((int)HeadersAt, (int)HeadersLength));

    /// <param name="headers">All program headers, <see cref="HeadersLength"/> bytes.</param>
    public ElfSegment[] ReadSegments(ReadOnlySpan<byte> headers)
    {
        var segments = new ElfSegment[HeaderCount];
        for (var i = 0; i < segments.Length; i++)
        {
            var header = headers[(i * HeaderSize)..];
            var type = Number(header, 0);
            segments[i] = Is64
                ? new ElfSegment(type, Word(header, 8), Word(header, 16), Word(header, 32))
                : new ElfSegment(type, Word(header, 4), Word(header, 8), Word(header, 16));
        }

        return segments;
    }

    /// <summary>Where in the dynamic section the value of a tag is; null if it has no such tag.</summary>
    public int? FindTag(ReadOnlySpan<byte> dynamic, ulong tag)
    {
        var count = Math.Min(dynamic.Length / (2 * WordSize), MaxDynamicEntries);
        for (var i = 0; i < count; i++)
        {
            var at = i * 2 * WordSize;
            var found = Word(dynamic, at);
            if (found == 0)
                return null;
            if (found == tag)
                return at + WordSize;
        }

        return null;
    }

    public ushort Half(ReadOnlySpan<byte> image, int at) => IsLittleEndian
        ? BinaryPrimitives.ReadUInt16LittleEndian(image[at..])
        : BinaryPrimitives.ReadUInt16BigEndian(image[at..]);
}
