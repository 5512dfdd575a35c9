using System.Text.Unicode;
using Microsoft.Win32.SafeHandles;
using Skein.Packer.Environments;
using Skein.Packer.Inventory;
using Skein.Packer.Unpacking;

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
        if (file.Record is { IsBinary: true })
            return Binary(file, content);
        // Other data than text has lengths and tables that a change would break, unless its package says that it is treated as text.
        if (!Utf8.IsValid(content) && !Shebang.IsStartedBelow(PrefixOf(file), content))
            return new Relocated(null, "binary data that holds the path", file.Record == null ? null : PlacedFiles.InText(file.Path, content, content, PrefixOf(file)));
        var relocated = TextRelocation.Relocate(content, PrefixOf(file), file.Path, file.IsExecutable);
        var reason = AbsoluteReason.OfText(file.Path, Remaining(relocated ?? content, PrefixOf(file)), relocated != null);
        return new Relocated(relocated, reason, PlacedFiles.InText(file.Path, content, relocated ?? content, PrefixOf(file)));
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
        var image = excerpt?.Image ?? large.Part(0, ElfImage.HeadLength).ToArray();
        var reason = AbsoluteReason.OfBinary(image, PrefixOf(file), Remaining(PrefixOf(file), large, patches));
        if (file.Record is not { } record || OriginalBinary.FindLarge(large, PrefixOf(file), record) is not { } restored)
            return new Patched(patches, reason, PlacedFiles.InLargeRooms(file.Path, file.Size, Strings(large, PrefixOf(file), patches), PrefixOf(file), mayStay: true));
        // A library search path that was made relative has its room for itself.
        restored.RemoveAll(text => patches.Exists(patch => Overlap(text, patch)));
        var placed = PlacedFiles.InLargeRooms(file.Path, file.Size, restored, new InstalledPrefix(record.Placeholder), mayStay: false);
        restored.AddRange(patches);
        restored.Sort(static (a, b) => a.Offset.CompareTo(b.Offset));
        return new Patched(restored, reason, placed);
    }

    public string RelocateLink(PackFile link) => LinkRelocation.MakeRelative(link.LinkTarget, link.Directory, prefix);

    private Relocated Binary(PackFile file, ReadOnlySpan<byte> content)
    {
        // With the placeholder back, there is all the room that the package left for a path.
        var original = file.Record is { } record ? OriginalBinary.Find(content, PrefixOf(file), record) : null;
        var holds = original == null ? PrefixOf(file) : new InstalledPrefix(file.Record!.Placeholder);
        var image = original ?? content.ToArray();
        var outcome = ElfRunPath.MakeRelative(image, holds, file.Directory);
        var reason = outcome == ElfOutcome.DoesNotFit
            ? TooLittleRoom
            : AbsoluteReason.OfBinary(image, holds, Remaining(image, holds));
        var isChanged = original != null || outcome == ElfOutcome.Rewritten;
        var placed = PlacedFiles.InRooms(file.Path, image, holds);
        return new Relocated(isChanged ? image : null, reason, original == null && placed != null ? placed with { MayStay = true } : placed);
    }

    private static int Remaining(ReadOnlySpan<byte> content, InstalledPrefix prefix)
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
        Span<byte> there = stackalloc byte[prefix.Bytes.Length + InstalledPrefix.LookAhead];
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

    private static List<FilePatch> Strings(LargeContent content, InstalledPrefix prefix, List<FilePatch> patches)
    {
        var strings = new List<FilePatch>();
        for (var at = content.IndexOf(prefix.Bytes, 0); at >= 0 && strings.Count <= PlacedFiles.MaxPlaces; at = content.IndexOf(prefix.Bytes, at))
        {
            var part = content.Part(at, LargeBinaryPrefix.MaxStretch);
            var text = new FilePatch(at, part[..(part.IndexOf((byte)0) + 1)].ToArray());
            if (!patches.Exists(patch => Overlap(text, patch)))
                strings.Add(text);
            at += Math.Max(text.Bytes.Length, prefix.Bytes.Length);
        }

        return strings;
    }

    private static bool Overlap(FilePatch a, FilePatch b) => a.Offset < b.Offset + b.Bytes.Length && b.Offset < a.Offset + a.Bytes.Length;

    private InstalledPrefix PrefixOf(PackFile file) => file.InstalledIn ?? prefix;
}
