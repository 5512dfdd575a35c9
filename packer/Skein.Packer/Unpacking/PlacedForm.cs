using System.Text;
using Skein.Packer.Relocation;

namespace Skein.Packer.Unpacking;

/// <summary>What a file is like at a place: every form of it can be told, and turned into every other.</summary>
internal static class PlacedForm
{
    //   at an occurrence    the prefix; as packed, and where the rooms are too small, the text of the file
    //   at a passage        as packed: what was packed
    //                       else: the parts joined by the prefix. But what was packed stays, as it works with any prefix, when
    //                         - the prefix has characters that mean something to a shell, to make or to the kernel (a blank), or
    //                         - the passage begins the file with "#!" and its first line would be cut by some kernel
    //   at the end of a room  as many NUL bytes as its occurrences are shorter than the text

    /// <summary>Whether a prefix may stand in scripts of any language without quotes.</summary>
    public static bool IsPlain(string prefix)
    {
        foreach (var c in prefix)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('/' or '.' or '_' or '+' or '-'))
                return false;
        }

        return true;
    }

    /// <summary>Size of a file in the form of a prefix.</summary>
    public static long SizeOf(PlacedFile file, string prefix)
    {
        var size = file.Size;
        if (file.Rooms.Count == 0 && prefix != RelocationState.AsPacked)
            size += (long)file.Occurrences.Count * (Encoding.UTF8.GetByteCount(prefix) - Encoding.UTF8.GetByteCount(file.Text));
        foreach (var passage in file.Passages)
            size += Encoding.UTF8.GetByteCount(TextOf(passage, prefix)) - Encoding.UTF8.GetByteCount(passage.Packed);
        return size;
    }

    /// <summary>What turns the form of one prefix into that of another.</summary>
    /// <returns>The patches in the order of their places, which do not overlap.</returns>
    public static List<Patch> Patches(PlacedFile file, string from, string to)
    {
        var patches = new List<Patch>(file.Occurrences.Count + file.Passages.Count + file.Rooms.Count);
        var old = OccurrenceOf(file, from);
        var replacement = OccurrenceOf(file, to);
        var textLength = Encoding.UTF8.GetByteCount(file.Text);
        // How much further to the end things are than in the packed file.
        long shift = 0;
        var (occurrence, passage, room, inRoom) = (0, 0, 0, 0);
        while (occurrence < file.Occurrences.Count || passage < file.Passages.Count)
        {
            if (occurrence == file.Occurrences.Count
                || (passage < file.Passages.Count && file.Passages[passage].At < file.Occurrences[occurrence]))
            {
                var rewritten = file.Passages[passage++];
                var patch = new Patch(
                    rewritten.At + shift, Encoding.UTF8.GetBytes(TextOf(rewritten, from)), Encoding.UTF8.GetBytes(TextOf(rewritten, to)));
                patches.Add(patch);
                shift += patch.Old.Length - Encoding.UTF8.GetByteCount(rewritten.Packed);
                continue;
            }

            patches.Add(new Patch(file.Occurrences[occurrence++] + shift, old, replacement));
            shift += old.Length - textLength;
            inRoom++;
            if (room < file.Rooms.Count && (occurrence == file.Occurrences.Count || file.Occurrences[occurrence] >= file.Rooms[room].End))
            {
                var oldFill = new byte[inRoom * (textLength - old.Length)];
                patches.Add(new Patch(file.Rooms[room].End - oldFill.Length, oldFill, new byte[inRoom * (textLength - replacement.Length)]));
                (shift, inRoom) = (0, 0);
                room++;
            }
        }

        return patches;
    }

    private static byte[] OccurrenceOf(PlacedFile file, string prefix) =>
        Encoding.UTF8.GetBytes(prefix == RelocationState.AsPacked || file.IsTooSmallFor(prefix) ? file.Text : prefix);

    private static string TextOf(Passage passage, string prefix)
    {
        if (prefix == RelocationState.AsPacked || !IsPlain(prefix))
            return passage.Packed;
        var placed = string.Join(prefix, passage.Placed);
        var isCut = passage.At == 0 && placed.StartsWith("#!", StringComparison.Ordinal)
            && Encoding.UTF8.GetByteCount(placed.AsSpan(0, placed.IndexOf('\n') + 1)) > Shebang.MaxPortableLength;
        return isCut ? passage.Packed : placed;
    }
}
