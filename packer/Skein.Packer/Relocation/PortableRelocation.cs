using System.Text.Unicode;
using Microsoft.Win32.SafeHandles;
using Skein.Packer.Environments;
using Skein.Packer.Inventory;

namespace Skein.Packer.Relocation;

/// <summary>Makes an environment run wherever it is unpacked, without a step after the unpacking.</summary>
/// <param name="prefix">Where the environment was installed.</param>
internal sealed class PortableRelocation(InstalledPrefix prefix) : IRelocation
{
    private const string TooLittleRoom = "library search path with too little room for a relative one";

    public string Identity => $"portable {prefix.Path}";

    public bool ChangesContent => true;

    public bool DependsOnPath => true;

    public bool MayChange(PackFile file, ReadOnlySpan<byte> content) =>
        CondaRecordCleaner.Owns(file.Path)
        // Compiled Python keeps the path it was compiled from, for messages only.
        || (!file.Path.EndsWith(".pyc", StringComparison.Ordinal) && PrefixOf(file).IndexIn(content) >= 0);

    public Relocated Relocate(PackFile file, ReadOnlySpan<byte> content)
    {
        if (CondaRecordCleaner.Owns(file.Path))
            return new Relocated(CondaRecordCleaner.Clean(content, file.Path));
        if (ElfImage.HasMagic(content))
            return Binary(file, content);
        if (!Utf8.IsValid(content))
            return new Relocated(null, "binary data that holds the path");
        var relocated = TextRelocation.Relocate(content, PrefixOf(file), file.Path, file.IsExecutable);
        return new Relocated(relocated, Remaining(PrefixOf(file), relocated ?? content) switch
        {
            0 => null,
            var count when relocated == null => $"text that names it {Times(count)}",
            var count => $"text that still names it {Times(count)}; it starts from any place",
        });
    }

    public Patched RelocateLarge(PackFile file, SafeFileHandle content)
    {
        using var large = new LargeContent(content);
        if (!ElfImage.HasMagic(large.Part(0, ElfImage.HeadLength)))
            return new Patched([], "file that names it and is too large to be rewritten");
        var excerpt = ElfExcerpt.Read(large);
        var outcome = excerpt == null ? ElfOutcome.NothingToDo : ElfRunPath.MakeRelative(excerpt.Image, PrefixOf(file), file.Directory);
        var patches = excerpt?.Patches() ?? [];
        if (outcome == ElfOutcome.DoesNotFit)
            return new Patched(patches, TooLittleRoom);
        var count = Remaining(PrefixOf(file), large, patches);
        return new Patched(patches, count > 0 ? $"program or library that names it {Times(count)}" : null);
    }

    public string RelocateLink(PackFile link) => LinkRelocation.MakeRelative(link.LinkTarget, link.Directory, prefix);

    private Relocated Binary(PackFile file, ReadOnlySpan<byte> content)
    {
        var image = content.ToArray();
        var outcome = ElfRunPath.MakeRelative(image, PrefixOf(file), file.Directory);
        var reason = outcome == ElfOutcome.DoesNotFit
            ? TooLittleRoom
            : Remaining(PrefixOf(file), image) is var count and > 0 ? $"program or library that names it {Times(count)}" : null;
        return new Relocated(outcome == ElfOutcome.NothingToDo ? null : image, reason);
    }

    private static int Remaining(InstalledPrefix prefix, ReadOnlySpan<byte> content)
    {
        var count = 0;
        for (var at = prefix.IndexIn(content); at >= 0; at = prefix.IndexIn(content))
        {
            count++;
            content = content[(at + prefix.Bytes.Length)..];
        }

        return count;
    }

    private static int Remaining(InstalledPrefix prefix, LargeContent content, List<FilePatch> patches)
    {
        var count = 0;
        Span<byte> there = stackalloc byte[prefix.Bytes.Length + 2];
        for (var at = content.IndexOf(prefix.Bytes, 0); at >= 0; at = content.IndexOf(prefix.Bytes, at + prefix.Bytes.Length))
        {
            var part = content.Part(at, there.Length);
            part.CopyTo(there);
            foreach (var patch in patches)
                patch.ApplyTo(there[..part.Length], at);
            if (prefix.IndexIn(there[..part.Length]) == 0)
                count++;
        }

        return count;
    }

    private InstalledPrefix PrefixOf(PackFile file) => file.InstalledIn ?? prefix;

    private static string Times(int count) => count == 1 ? "once" : $"{count} times";
}
