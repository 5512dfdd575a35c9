using System.Text;

namespace Skein.Packer.Relocation;

/// <summary>The libraries an ELF file is linked to.</summary>
internal static class ElfNeeded
{
    private const ulong TagNeeded = 1;
    private const long LargestFile = 1 << 28;

    /// <param name="path">A file of any kind.</param>
    /// <returns>Names such as <c>libssl.so.3</c>; none for what is no ELF file, and for one of more than 256 MiB.</returns>
    public static List<string> ReadFile(string path) =>
        path.Length > 0 && new FileInfo(path) is { Exists: true, Length: <= LargestFile } && HasMagic(path) ? Read(File.ReadAllBytes(path)) : [];

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

    private static bool HasMagic(string path)
    {
        Span<byte> magic = stackalloc byte[4];
        using var file = File.OpenRead(path);
        return file.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false) == magic.Length && ElfImage.HasMagic(magic);
    }
}
