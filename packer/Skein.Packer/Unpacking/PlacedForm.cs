using System.Text;
using Microsoft.Win32.SafeHandles;
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

    /// <summary>Which form a file on the disk has.</summary>
    /// <param name="content">The open file.</param>
    /// <param name="file">Describes it.</param>
    /// <param name="size">Its size in bytes.</param>
    /// <param name="prefixes">The forms to try.</param>
    /// <returns>The first that fits; null when none does.</returns>
    public static string? Find(SafeFileHandle content, PlacedFile file, long size, params ReadOnlySpan<string> prefixes)
    {
        foreach (var prefix in prefixes)
        {
            if (SizeOf(file, prefix) == size && Holds(content, Patches(file, prefix, prefix)))
                return prefix;
        }

        return null;
    }

    /// <summary>Whether what patches are to replace is there, in order.</summary>
    public static bool Holds(ReadOnlySpan<byte> content, IReadOnlyList<Patch> patches)
    {
        long end = 0;
        foreach (var patch in patches)
        {
            if (patch.At < end || patch.At > content.Length || !content[(int)patch.At..].StartsWith(patch.Old))
                return false;
            end = patch.At + patch.Old.Length;
        }

        return true;
    }

    /// <summary>Replaces what is known to be there.</summary>
    /// <param name="patches">The changes, in order.</param>
    /// <param name="content">The file or a part of it.</param>
    /// <param name="offset">Where in the file the part begins.</param>
    public static byte[] Apply(IReadOnlyList<Patch> patches, ReadOnlySpan<byte> content, long offset)
    {
        var result = new MemoryStream(content.Length);
        var read = 0;
        foreach (var patch in patches)
        {
            var at = (int)(patch.At - offset);
            result.Write(content[read..at]);
            result.Write(patch.New);
            read = at + patch.Old.Length;
        }

        result.Write(content[read..]);
        return result.ToArray();
    }

    private static bool Holds(SafeFileHandle handle, List<Patch> patches)
    {
        long end = 0;
        foreach (var patch in patches)
        {
            if (patch.At < end)
                return false;
            end = patch.At + patch.Old.Length;
            var there = new byte[patch.Old.Length];
            if (RandomAccess.Read(handle, there, patch.At) != there.Length || !there.AsSpan().SequenceEqual(patch.Old))
                return false;
        }

        return true;
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
