namespace Skein.Packer.Relocation;

/// <summary>The table by which the loader is told what an ELF file needs, in an image of the whole file.</summary>
/// <param name="Offset">Where it lies in the file.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="Strings">Where the strings lie that its entries point into.</param>
/// <param name="StringsLength">Their bytes.</param>
internal readonly record struct ElfDynamicTable(int Offset, int Length, int Strings, int StringsLength)
{
    private const ulong TagStringTable = 5;
    private const ulong TagStringTableSize = 10;

    //   dynamic       The values of NEEDED, RPATH and RUNPATH are offsets into the string table.
    //   string table  NUL-terminated strings; linkers let a string share the tail of a longer one

    /// <returns>Null when the file has no table a loader would take.</returns>
    public static ElfDynamicTable? Read(ReadOnlySpan<byte> image, ElfImage elf)
    {
        foreach (var segment in elf.Segments(image))
        {
            if (segment.Type != ElfSegment.Dynamic || segment.Offset > (ulong)image.Length || segment.FileSize > (ulong)image.Length - segment.Offset)
                continue;
            var table = new ElfDynamicTable((int)segment.Offset, (int)segment.FileSize, 0, 0);
            if (table.Find(image, elf, TagStringTable) is not { } strings || table.Find(image, elf, TagStringTableSize) is not { } size
                || elf.FileOffset(image, elf.Word(image, strings)) is not { } offset
                || elf.Word(image, size) is var length && length > (ulong)(image.Length - offset))
                return null;
            return table with { Strings = offset, StringsLength = (int)length };
        }

        return null;
    }

    /// <summary>Where the value of a tag is in the file.</summary>
    /// <param name="image">The file.</param>
    /// <param name="elf">Its frame.</param>
    /// <param name="tag">The tag.</param>
    /// <param name="after">Where an entry's value is that the search goes on behind; null to begin at the first.</param>
    /// <returns>Null when there is none.</returns>
    public int? Find(ReadOnlySpan<byte> image, ElfImage elf, ulong tag, int? after = null)
    {
        var start = after is { } value ? value + elf.WordSize : Offset;
        return start + elf.FindTag(image[start..(Offset + Length)], tag);
    }
}
