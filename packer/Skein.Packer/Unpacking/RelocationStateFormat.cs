using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Skein.Packer.Relocation;

namespace Skein.Packer.Unpacking;

/// <summary>Reads and writes the state.</summary>
internal static class RelocationStateFormat
{
    // { "version": 1,
    //   "prefixes": [ "" or absolute path ],
    //   "files": [
    //     { "path", "size", "text",
    //       "occurrences": [ offset ],
    //       "passages"?: [ [ offset, packed, part, part ... ] ],
    //       "rooms"?: [ start, end, start, end ... ],
    //       "may_stay"?: true,
    //       "hard_links"?: [ path ] } ] }
    // A path is relative, without "." and "..": whoever made the archive names files of the environment, and no others.
    private const int Version = 1;

    // Longer than any path; what is made of text and occurrences has its bound by it.
    private const int MaxTextLength = 4096;

    private static readonly JsonWriterOptions Style = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <returns>The same bytes for the same state.</returns>
    public static byte[] Write(RelocationState state)
    {
        var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, Style))
        {
            writer.WriteStartObject();
            writer.WriteNumber("version"u8, Version);
            WriteTexts(writer, "prefixes"u8, state.Prefixes);
            writer.WriteStartArray("files"u8);
            foreach (var file in state.Files)
            {
                WriteFile(file, writer);
                // A line for each file, for whoever looks inside.
                writer.Flush();
                buffer.WriteByte((byte)'\n');
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        buffer.WriteByte((byte)'\n');
        return buffer.ToArray();
    }

    /// <param name="json">The state.</param>
    /// <exception cref="FormatException">It is damaged, or of a later version; the message tells which.</exception>
    public static RelocationState Read(ReadOnlyMemory<byte> json)
    {
        int version;
        try
        {
            using var document = JsonDocument.Parse(json);
            version = document.RootElement.GetProperty("version"u8).GetInt32();
            if (version == Version)
                return ReadState(document.RootElement);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or IndexOutOfRangeException)
        {
            throw new FormatException("is damaged; unpack the archive again", e);
        }

        throw new FormatException($"is of version {version}, which a later skein wrote; use that one");
    }

    private static RelocationState ReadState(JsonElement json)
    {
        var files = new List<PlacedFile>();
        foreach (var file in json.GetProperty("files"u8).EnumerateArray())
            files.Add(ReadFile(file));
        var prefixes = Texts(json.GetProperty("prefixes"u8));
        Require(prefixes.Count > 0 && prefixes.TrueForAll(static prefix => prefix == RelocationState.AsPacked || prefix.StartsWith('/')));
        return new RelocationState(prefixes, files);
    }

    private static void WriteFile(PlacedFile file, Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("path"u8, file.Path);
        writer.WriteNumber("size"u8, file.Size);
        writer.WriteString("text"u8, file.Text);
        writer.WriteStartArray("occurrences"u8);
        foreach (var offset in file.Occurrences)
            writer.WriteNumberValue(offset);
        writer.WriteEndArray();
        if (file.Passages.Count > 0)
            WritePassages(file.Passages, writer);
        if (file.Rooms.Count > 0)
            WriteRooms(file.Rooms, writer);
        if (file.MayStay)
            writer.WriteBoolean("may_stay"u8, true);
        if (file.HardLinks.Count > 0)
            WriteTexts(writer, "hard_links"u8, file.HardLinks);
        writer.WriteEndObject();
    }

    private static PlacedFile ReadFile(JsonElement json)
    {
        var file = new PlacedFile(
            json.GetProperty("path"u8).GetString() ?? "",
            json.GetProperty("size"u8).GetInt64(),
            json.GetProperty("text"u8).GetString() ?? "",
            Numbers(json.GetProperty("occurrences"u8)),
            json.TryGetProperty("passages"u8, out var passages) ? Passages(passages) : [],
            json.TryGetProperty("rooms"u8, out var rooms) ? Rooms(rooms) : [])
        {
            MayStay = json.TryGetProperty("may_stay"u8, out var mayStay) && mayStay.GetBoolean(),
            HardLinks = json.TryGetProperty("hard_links"u8, out var links) ? Texts(links) : [],
        };
        Require(IsInside(file.Path) && file.HardLinks.All(IsInside));
        Require(file.Occurrences.Count <= PlacedFiles.MaxPlaces && Encoding.UTF8.GetByteCount(file.Text) <= MaxTextLength);
        return file;
    }

    private static bool IsInside(string path) => path.Length > 0 && !path.Contains('\0') && RelativePath.Normalize(path) == path;

    private static void Require(bool holds)
    {
        if (!holds)
            throw new FormatException();
    }

    private static void WritePassages(IReadOnlyList<Passage> passages, Utf8JsonWriter writer)
    {
        writer.WriteStartArray("passages"u8);
        foreach (var passage in passages)
        {
            writer.WriteStartArray();
            writer.WriteNumberValue(passage.At);
            writer.WriteStringValue(passage.Packed);
            foreach (var part in passage.Placed)
                writer.WriteStringValue(part);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
    }

    private static void WriteRooms(IReadOnlyList<Room> rooms, Utf8JsonWriter writer)
    {
        writer.WriteStartArray("rooms"u8);
        foreach (var room in rooms)
        {
            writer.WriteNumberValue(room.Start);
            writer.WriteNumberValue(room.End);
        }

        writer.WriteEndArray();
    }

    private static void WriteTexts(Utf8JsonWriter writer, ReadOnlySpan<byte> name, IReadOnlyList<string> texts)
    {
        writer.WriteStartArray(name);
        foreach (var text in texts)
            writer.WriteStringValue(text);
        writer.WriteEndArray();
    }

    private static List<Passage> Passages(JsonElement json)
    {
        var passages = new List<Passage>();
        foreach (var passage in json.EnumerateArray())
        {
            var placed = new List<string>();
            for (var i = 2; i < passage.GetArrayLength(); i++)
                placed.Add(passage[i].GetString() ?? "");
            passages.Add(new Passage(passage[0].GetInt64(), passage[1].GetString() ?? "", placed));
        }

        return passages;
    }

    private static List<Room> Rooms(JsonElement json)
    {
        var numbers = Numbers(json);
        Require(numbers.Count % 2 == 0);
        var rooms = new List<Room>(numbers.Count / 2);
        for (var i = 0; i < numbers.Count; i += 2)
            rooms.Add(new Room(numbers[i], numbers[i + 1]));
        return rooms;
    }

    private static List<long> Numbers(JsonElement json)
    {
        var numbers = new List<long>(json.GetArrayLength());
        foreach (var number in json.EnumerateArray())
            numbers.Add(number.GetInt64());
        return numbers;
    }

    private static List<string> Texts(JsonElement json)
    {
        var texts = new List<string>(json.GetArrayLength());
        foreach (var text in json.EnumerateArray())
            texts.Add(text.GetString() ?? "");
        return texts;
    }
}
