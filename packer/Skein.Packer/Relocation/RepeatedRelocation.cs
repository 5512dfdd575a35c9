using Microsoft.Win32.SafeHandles;
using Skein.Packer.Inventory;
using Skein.Packer.Unpacking;

namespace Skein.Packer.Relocation;

/// <summary>
/// Relocates an environment that was itself unpacked from an archive: files that its state describes get the form that they had in the
/// archive, or that of the destination, as if they had never been unpacked.
/// </summary>
/// <param name="earlier">Describes files.</param>
/// <param name="others">Relocates files that came later or were changed since.</param>
/// <param name="prefix">The form: <see cref="RelocationState.AsPacked"/> or a destination.</param>
internal sealed class RepeatedRelocation(EarlierPacking earlier, IRelocation others, string prefix) : IRelocation
{
    public string Identity => $"again {earlier.Identity} {others.Identity}";

    public bool ChangesContent => true;

    public bool DependsOnPath => others.DependsOnPath;

    public bool MayChange(PackFile file, ReadOnlySpan<byte> content) => earlier.Find(file) != null || others.MayChange(file, content);

    public Relocated Relocate(PackFile file, ReadOnlySpan<byte> content)
    {
        if (earlier.Find(file) is not { } placed)
            return others.Relocate(file, content);
        if (earlier.FormOf(placed, content) is not { } form)
        {
            var located = earlier.Locate(file, placed, content);
            return others.MayChange(located, content) ? others.Relocate(located, content) : default;
        }

        var result = PlacedForm.Apply(PlacedForm.Patches(placed, form, prefix), content, 0);
        return new Relocated(result.AsSpan().SequenceEqual(content) ? null : result, Reason(placed, result), ToDo(placed));
    }

    public Patched RelocateLarge(PackFile file, SafeFileHandle content)
    {
        if (earlier.Find(file) is not { Passages.Count: 0 } placed || earlier.FormOf(placed, content, file.Size) is not { } form)
            return others.RelocateLarge(file, content);
        using var large = new LargeContent(content);
        var changes = PlacedForm.Patches(placed, form, prefix);
        var patches = new List<FilePatch>(placed.Rooms.Count);
        foreach (var room in placed.Rooms)
        {
            var part = large.Part(room.Start, (int)Math.Min(room.End - room.Start, LargeContent.MaxPart));
            var inside = changes.FindAll(change => change.At >= room.Start && change.At < room.End);
            patches.Add(new FilePatch(room.Start, PlacedForm.Apply(inside, part, room.Start)));
        }

        var head = ElfExcerpt.Read(large)?.Image ?? large.Part(0, ElfImage.HeadLength).ToArray();
        return new Patched(patches, Reason(placed, head), ToDo(placed));
    }

    public string RelocateLink(PackFile link) => others.RelocateLink(link);

    private PlacedFile? ToDo(PlacedFile placed) => prefix == RelocationState.AsPacked ? placed : null;

    private string? Reason(PlacedFile placed, ReadOnlySpan<byte> content)
    {
        if (prefix != RelocationState.AsPacked)
            return placed.IsTooSmallFor(prefix) ? DestinationRelocation.TooLittleRoom : null;
        return placed.Rooms.Count > 0
            ? AbsoluteReason.OfBinary(content, new InstalledPrefix(placed.Text), placed.Occurrences.Count)
            : AbsoluteReason.OfText(placed.Path, placed.Occurrences.Count, placed.Passages.Count > 0);
    }
}
