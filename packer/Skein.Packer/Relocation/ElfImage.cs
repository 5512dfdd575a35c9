using System.Buffers.Binary;

namespace Skein.Packer.Relocation;

/// <summary>The frame of an ELF file of either word size and byte order.</summary>
internal readonly record struct ElfImage(bool Is64, bool IsLittleEndian, ulong HeadersAt, int HeaderSize, int HeaderCount)
{
    // ELF64 (ELF32 where different), of which only this is read:
    //   header        [4] class 1=32 2=64   [5] data 1=little 2=big   [32|28] phoff   [54|42] phentsize   [56|44] phnum
    //   program hdr   [0] type   [8|4] offset   [16|8] virtual address   [32|16] size in the file

    public int WordSize => Is64 ? 8 : 4;

    public static bool HasMagic(ReadOnlySpan<byte> content) => content.Length > 3 && content[0] == 0x7f && content[1..].StartsWith("ELF"u8);

    public static bool TryRead(ReadOnlySpan<byte> image, out ElfImage elf)
    {
        elf = default;
        if (image.Length < 64 || !HasMagic(image) || image[4] is not (1 or 2) || image[5] is not (1 or 2))
            return false;
        elf = new ElfImage(image[4] == 2, image[5] == 1, 0, 0, 0);
        elf = elf with
        {
            HeadersAt = elf.Word(image, elf.Is64 ? 32 : 28),
            HeaderSize = elf.Half(image, elf.Is64 ? 54 : 42),
            HeaderCount = elf.Half(image, elf.Is64 ? 56 : 44),
        };
        return elf.HeaderSize >= (elf.Is64 ? 56 : 32)
            && elf.HeadersAt <= (ulong)image.Length
            && (ulong)(elf.HeaderSize * elf.HeaderCount) <= (ulong)image.Length - elf.HeadersAt;
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

    /// <summary>Where an address of the running program lies in the file; null if in no segment.</summary>
    public int? FileOffset(ReadOnlySpan<byte> image, ulong address)
    {
        foreach (var segment in Segments(image))
        {
            if (segment.Type == ElfSegment.Load && address >= segment.Address && address - segment.Address < segment.FileSize
                && segment.Offset + (address - segment.Address) is var offset && offset < (ulong)image.Length)
                return (int)offset;
        }

        return null;
    }

    public ElfSegment[] Segments(ReadOnlySpan<byte> image)
    {
        var segments = new ElfSegment[HeaderCount];
        for (var i = 0; i < segments.Length; i++)
        {
            var header = image[((int)HeadersAt + (i * HeaderSize))..];
            var type = IsLittleEndian ? BinaryPrimitives.ReadUInt32LittleEndian(header) : BinaryPrimitives.ReadUInt32BigEndian(header);
            segments[i] = Is64
                ? new ElfSegment(type, Word(header, 8), Word(header, 16), Word(header, 32))
                : new ElfSegment(type, Word(header, 4), Word(header, 8), Word(header, 16));
        }

        return segments;
    }

    private ushort Half(ReadOnlySpan<byte> image, int at) => IsLittleEndian
        ? BinaryPrimitives.ReadUInt16LittleEndian(image[at..])
        : BinaryPrimitives.ReadUInt16BigEndian(image[at..]);
}
