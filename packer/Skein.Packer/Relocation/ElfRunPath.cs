using System.Text;

namespace Skein.Packer.Relocation;

/// <summary>Makes the library search path inside an ELF file relative to that file, without moving a byte of anything else.</summary>
internal static class ElfRunPath
{
    private const ulong TagRPath = 15;
    private const ulong TagRunPath = 29;

    /// <param name="image">The file; changed in place only when the outcome says so.</param>
    /// <param name="prefix">Entries below it become relative to <c>$ORIGIN</c>; others stay.</param>
    /// <param name="directory">Directory of the file below the prefix.</param>
    public static ElfOutcome MakeRelative(Span<byte> image, InstalledPrefix prefix, string directory)
    {
        if (!ElfImage.TryRead(image, out var elf) || ElfDynamicTable.Read(image, elf) is not { } table)
            return ElfOutcome.NothingToDo;
        var outcome = ElfOutcome.NothingToDo;
        foreach (var tag in (ReadOnlySpan<ulong>)[TagRunPath, TagRPath])
        {
            if (table.Find(image, elf, tag) is not { } entry)
                continue;
            var changed = Rewrite(image, elf, entry, image.Slice(table.Strings, table.StringsLength), prefix, directory);
            outcome = changed > outcome ? changed : outcome;
        }

        return outcome;
    }

    private static ElfOutcome Rewrite(
        Span<byte> image, ElfImage elf, int entry, Span<byte> strings, InstalledPrefix prefix, string directory)
    {
        var start = elf.Word(image, entry);
        if (start >= (ulong)strings.Length)
            return ElfOutcome.NothingToDo;
        var slot = strings[(int)start..];
        var oldLength = slot.IndexOf((byte)0);
        if (oldLength <= 0)
            return ElfOutcome.NothingToDo;
        var old = Encoding.UTF8.GetString(slot[..oldLength]);
        var relative = Relative(old, prefix, directory);
        if (relative == old)
            return ElfOutcome.NothingToDo;
        var replacement = Encoding.UTF8.GetBytes(relative);
        if (replacement.Length <= oldLength)
        {
            // At the end of its room, so that names which share the old string's tail find as much of it as still exists.
            slot[..(oldLength - replacement.Length)].Clear();
            replacement.CopyTo(slot[(oldLength - replacement.Length)..]);
            elf.SetWord(image, entry, start + (ulong)(oldLength - replacement.Length));
            return ElfOutcome.Rewritten;
        }
        // An installer that put a shorter path over a placeholder left NUL bytes behind it.
        var room = slot[oldLength..].IndexOfAnyExcept((byte)0) is var used && used < 0 ? slot.Length : oldLength + used;
        if (replacement.Length >= room)
            return ElfOutcome.DoesNotFit;
        replacement.CopyTo(slot);
        return ElfOutcome.Rewritten;
    }

    private static string Relative(string searchPath, InstalledPrefix prefix, string directory)
    {
        var entries = searchPath.Split(':');
        for (var i = 0; i < entries.Length; i++)
        {
            if (prefix.Below(entries[i]) is not { } below || RelativePath.Normalize(below) is not { } target)
                continue;
            var way = RelativePath.Between(directory, target);
            entries[i] = way == "." ? "$ORIGIN" : "$ORIGIN/" + way;
        }

        return string.Join(':', entries.Distinct());
    }
}
