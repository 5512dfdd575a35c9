using System.Text;
using Skein.Packer.Relocation;

namespace Skein.Packer.Inspection;

/// <summary>Finds the oldest glibc that an ELF file runs with: the loader refuses the file where a version it needs is not there.</summary>
internal static class GlibcRequirement
{
    private const ulong TagStringTable = 5;
    private const ulong TagVersionNeeds = 0x6fff_fffe;
    private const int EntrySize = 16;
    private const int Weak = 2;
    private const int MaxEntries = 4096;
    private const int MaxNameLength = 32;
    private const int MaxDynamicLength = 1 << 16;

    // Relative relocations have a version without a number, which came with this one.
    private static readonly Version RelativeRelocations = new(2, 36);

    //   version need  [0] version=1   [2] names   [4] library   [8] first name, from here   [12] next need, from here; 0 ends
    //   name          [0] hash   [4] flags 2=weak   [6] index   [8] text, in the string table   [12] next name, from here; 0 ends
    // Alike in both word sizes. Texts are GLIBC_2.17 and the like; GLIBC_PRIVATE is of one build of glibc only, and GLIBCXX_3.4 is not glibc's.
    // A weak name may be missing: the loader goes on without it.

    /// <returns>Null for files that name no version of glibc, among them whatever is not a well-formed ELF file.</returns>
    public static Version? Find(ElfBytes file)
    {
        if (!ElfImage.TryReadHeader(file.Part(0, ElfImage.HeadLength), out var elf))
            return null;
        var headers = file.Part(elf.HeadersAt, elf.HeadersLength);
        if (headers.Length < elf.HeadersLength)
            return null;
        var segments = elf.ReadSegments(headers);
        var dynamic = DynamicSection(file, segments);
        return Address(elf, segments, dynamic, TagVersionNeeds) is { } needs && Address(elf, segments, dynamic, TagStringTable) is { } strings
            ? Greatest(file, elf, needs, strings)
            : null;
    }

    private static ReadOnlySpan<byte> DynamicSection(ElfBytes file, ElfSegment[] segments)
    {
        foreach (var segment in segments)
        {
            if (segment.Type == ElfSegment.Dynamic)
                return file.Part(segment.Offset, (long)Math.Min(segment.FileSize, MaxDynamicLength));
        }

        return default;
    }

    private static ulong? Address(ElfImage elf, ElfSegment[] segments, ReadOnlySpan<byte> dynamic, ulong tag) =>
        elf.FindTag(dynamic, tag) is { } at ? ElfImage.FileOffset(segments, elf.Word(dynamic, at)) : null;

    private static Version? Greatest(ElfBytes file, ElfImage elf, ulong needs, ulong strings)
    {
        Version? greatest = null;
        var seen = 0;
        for (uint toNext = 1; toNext != 0; needs += toNext)
        {
            var need = file.Part(needs, EntrySize);
            if (need.Length < EntrySize)
                break;
            var name = needs + elf.Number(need, 8);
            for (var left = elf.Half(need, 2); left > 0; left--)
            {
                var entry = file.Part(name, EntrySize);
                if (entry.Length < EntrySize || ++seen > MaxEntries)
                    return greatest;
                if ((elf.Half(entry, 4) & Weak) == 0 && Parse(file.Part(strings + elf.Number(entry, 8), MaxNameLength)) is { } version && version > greatest)
                    greatest = version;
                name += elf.Number(entry, 12);
            }

            toNext = elf.Number(need, 12);
            if (++seen > MaxEntries)
                break;
        }

        return greatest;
    }

    private static Version? Parse(ReadOnlySpan<byte> text)
    {
        var end = text.IndexOf((byte)0);
        if (end < 0 || !text.StartsWith("GLIBC_"u8))
            return null;
        var version = text["GLIBC_".Length..end];
        if (version.SequenceEqual("ABI_DT_RELR"u8))
            return RelativeRelocations;
        return Version.TryParse(Encoding.ASCII.GetString(version), out var parsed) ? parsed : null;
    }
}
