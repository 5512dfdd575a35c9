using System.Text;

namespace Skein.Packer.Relocation;

/// <summary>Says why a file still names the place it was installed in, with what helps where something does.</summary>
internal static class AbsoluteReason
{
    /// <summary>For a text that was not or not wholly rewritten.</summary>
    /// <param name="path">Path of the file below the environment.</param>
    /// <param name="count">How often it names the place; 0 gives null.</param>
    /// <param name="isRelocated">Whether some of it was rewritten.</param>
    public static string? OfText(string path, int count, bool isRelocated) => (count, isRelocated) switch
    {
        (0, _) => null,
        (_, true) => $"text that still names it {Times(count)}; it starts from any place",
        _ when path.EndsWith(".la", StringComparison.Ordinal) =>
            $"libtool archive that names it {Times(count)}, as it can hold absolute paths only; programs run and link without it",
        _ => $"text that names it {Times(count)}",
    };

    /// <summary>For a program, a library, or other data whose size must not change.</summary>
    /// <param name="image">The file as it is packed; of a large program or library, the part that the loader reads.</param>
    /// <param name="prefix">The prefix in it.</param>
    /// <param name="count">How often it names the place; 0 gives null.</param>
    public static string? OfBinary(ReadOnlySpan<byte> image, InstalledPrefix prefix, int count)
    {
        if (count == 0)
            return null;
        if (!ElfImage.HasMagic(image))
            return $"binary data that names it {Times(count)}";
        if (LoaderIn(image, prefix) is { } loader)
            return $"program that the kernel starts by its loader '{loader}', which has to be an absolute path; give --dest-prefix or run skein unpack";
        foreach (var library in ElfNeeded.Read(image))
        {
            if (prefix.Below(library) != null)
                return $"program or library that is linked to '{library}' by its whole path; give --dest-prefix or run skein unpack";
        }

        return $"program or library that names it {Times(count)}";
    }

    private static string? LoaderIn(ReadOnlySpan<byte> image, InstalledPrefix prefix)
    {
        if (!ElfImage.TryRead(image, out var elf))
            return null;
        foreach (var segment in elf.Segments(image))
        {
            if (segment.Type != ElfSegment.Interpreter || segment.Offset > (ulong)image.Length || segment.FileSize > (ulong)image.Length - segment.Offset)
                continue;
            var text = image.Slice((int)segment.Offset, (int)segment.FileSize);
            var loader = Encoding.UTF8.GetString(text.IndexOf((byte)0) is var end and >= 0 ? text[..end] : text);
            return prefix.Below(loader) == null ? null : loader;
        }

        return null;
    }

    private static string Times(int count) => count == 1 ? "once" : $"{count} times";
}
