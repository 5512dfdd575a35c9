using System.Text;
using System.Text.Unicode;
using Skein.Packer.Relocation;

namespace Skein.Packer.Unpacking;

/// <summary>Finds out, while a file is packed, what there is to do in it at another place.</summary>
internal static class PlacedFiles
{
    /// <summary>With more of them a file is a log or a list, which nothing runs from, and not worth its part of the memory.</summary>
    public const int MaxPlaces = 65_536;

    /// <summary>For a file whose strings have fixed room.</summary>
    /// <param name="path">Path of the file below the environment.</param>
    /// <param name="packed">What is packed.</param>
    /// <param name="prefix">The prefix in it.</param>
    /// <returns>Null when there is nothing to do.</returns>
    public static PlacedFile? InRooms(string path, ReadOnlySpan<byte> packed, InstalledPrefix prefix)
    {
        var occurrences = new List<long>();
        var rooms = new List<Room>();
        var end = 0;
        for (var at = Next(packed, 0, prefix); at >= 0; at = Next(packed, at + prefix.Bytes.Length, prefix))
        {
            if (at >= end)
            {
                var terminator = packed[at..].IndexOf((byte)0);
                if (terminator < 0)
                    break;
                end = at + terminator + 1;
                rooms.Add(new Room(at, end));
            }

            occurrences.Add(at);
        }

        return occurrences.Count is 0 or > MaxPlaces ? null : new PlacedFile(path, packed.Length, prefix.Path, occurrences, [], rooms);
    }

    /// <summary>For a file of that kind that is too large for memory.</summary>
    /// <param name="path">Path of the file below the environment.</param>
    /// <param name="size">Its size in bytes.</param>
    /// <param name="strings">Its strings that hold the prefix, in order, with their NUL bytes.</param>
    /// <param name="prefix">The prefix in them.</param>
    /// <param name="mayStay">Whether the file may stay as it is where a path is too long for it.</param>
    /// <returns>Null when there is nothing to do.</returns>
    public static PlacedFile? InLargeRooms(string path, long size, IReadOnlyList<FilePatch> strings, InstalledPrefix prefix, bool mayStay)
    {
        var occurrences = new List<long>();
        var rooms = new List<Room>();
        foreach (var text in strings)
        {
            if (InRooms(path, text.Bytes, prefix) is not { } inside)
                continue;
            foreach (var at in inside.Occurrences)
                occurrences.Add(text.Offset + at);
            foreach (var room in inside.Rooms)
                rooms.Add(new Room(text.Offset + room.Start, text.Offset + room.End));
        }

        return occurrences.Count is 0 or > MaxPlaces
            ? null
            : new PlacedFile(path, size, prefix.Path, occurrences, [], rooms) { MayStay = mayStay };
    }

    /// <summary>For a text.</summary>
    /// <param name="path">Path of the file below the environment.</param>
    /// <param name="original">The text as it is installed.</param>
    /// <param name="packed">The text as it is packed.</param>
    /// <param name="prefix">The prefix in the first, and perhaps in the other.</param>
    /// <returns>Null when there is nothing to do.</returns>
    public static PlacedFile? InText(string path, ReadOnlySpan<byte> original, ReadOnlySpan<byte> packed, InstalledPrefix prefix)
    {
        var occurrences = new List<long>();
        var passages = new List<Passage>();
        foreach (var (here, there) in ChangedLines.Find(original, packed))
        {
            // What no kernel starts stays as it is.
            if (there.Start.Value == 0 && Shebang.Parse(original[here], prefix) is { HasManyOptions: true })
                continue;
            // In another encoding, a passage that no text can say again: it works as it was packed.
            if (!Utf8.IsValid(original[here]) || !Utf8.IsValid(packed[there]))
                continue;
            var text = Encoding.UTF8.GetString(packed[there]);
            passages.Add(new Passage(there.Start.Value, text, Parts(original[here], prefix)));
        }

        var next = 0;
        for (var at = Next(packed, 0, prefix); at >= 0 && occurrences.Count <= MaxPlaces; at = Next(packed, at + prefix.Bytes.Length, prefix))
        {
            while (next < passages.Count && EndOf(passages[next]) <= at)
                next++;
            if (next == passages.Count || passages[next].At >= at + prefix.Bytes.Length)
                occurrences.Add(at);
        }

        return occurrences.Count + passages.Count is 0 or > MaxPlaces
            ? null
            : new PlacedFile(path, packed.Length, prefix.Path, occurrences, passages, []);
    }

    private static long EndOf(Passage passage) => passage.At + Encoding.UTF8.GetByteCount(passage.Packed);

    private static List<string> Parts(ReadOnlySpan<byte> text, InstalledPrefix prefix)
    {
        var parts = new List<string>();
        var start = 0;
        for (var at = Next(text, 0, prefix); at >= 0; at = Next(text, start, prefix))
        {
            parts.Add(Encoding.UTF8.GetString(text[start..at]));
            start = at + prefix.Bytes.Length;
        }

        parts.Add(Encoding.UTF8.GetString(text[start..]));
        return parts;
    }

    private static int Next(ReadOnlySpan<byte> content, int offset, InstalledPrefix prefix) =>
        prefix.IndexIn(content[offset..]) is var found and >= 0 ? offset + found : -1;
}
