using System.Text.Unicode;
using Microsoft.Win32.SafeHandles;
using Skein.Packer.Environments;
using Skein.Packer.Inventory;

namespace Skein.Packer.Relocation;

/// <summary>Makes an environment run wherever it is unpacked, without a step after the unpacking.</summary>
/// <param name="prefix">Where the environment was installed.</param>
internal sealed class PortableRelocation(InstalledPrefix prefix) : IRelocation
{
    public string Identity => $"portable {prefix.Path}";

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

    public Patched RelocateLarge(PackFile file, SafeFileHandle content) => new([], "too large to be rewritten");

    public string RelocateLink(PackFile link) => LinkRelocation.MakeRelative(link.LinkTarget, link.Directory, prefix);

    private Relocated Binary(PackFile file, ReadOnlySpan<byte> content)
    {
        var image = content.ToArray();
        var outcome = ElfRunPath.MakeRelative(image, PrefixOf(file), file.Directory);
        var reason = outcome == ElfOutcome.DoesNotFit
            ? "library search path with too little room for a relative one"
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

    private InstalledPrefix PrefixOf(PackFile file) => file.InstalledIn ?? prefix;

    private static string Times(int count) => count == 1 ? "once" : $"{count} times";
}
