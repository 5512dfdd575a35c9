using System.Text;

namespace Skein.Packer.Relocation;

/// <summary>The libraries an ELF file is linked to.</summary>
internal static class ElfNeeded
{
    private const ulong TagNeeded = 1;

    /// <param name="path">A file of any kind and size.</param>
    /// <returns>Names such as <c>libssl.so.3</c>; none for what is no ELF file.</returns>
    /// <exception cref="IOException">The disk fails.</exception>
    public static List<string> ReadFile(string path)
    {
        if (!File.Exists(path))
            return [];
        using var file = File.OpenHandle(path);
        using var content = new LargeContent(file);
        return ElfExcerpt.Read(content) is { } excerpt ? Read(excerpt.Image) : [];
    }

    /// <param name="image">The file.</param>
    public static List<string> Read(ReadOnlySpan<byte> image)
    {
        var names = new List<string>();
        if (!ElfImage.TryRead(image, out var elf) || ElfDynamicTable.Read(image, elf) is not { } table)
            return names;
        var strings = image.Slice(table.Strings, table.StringsLength);
        for (int? next = null; table.Find(image, elf, TagNeeded, next) is { } entry; next = entry)
        {
            var start = elf.Word(image, entry);
            if (start < (ulong)strings.Length && strings[(int)start..].IndexOf((byte)0) is var length and > 0)
                names.Add(Encoding.UTF8.GetString(strings.Slice((int)start, length)));
        }

        return names;
    }
}
