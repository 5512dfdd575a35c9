using System.Runtime.InteropServices;
using Skein.KeyValue.Changes;

namespace Skein.KeyValue.Segments;

/// <summary>The changes of a commit as bytes.</summary>
/// <remarks>
/// For this process only, so numbers are in the machine's own order, and the characters of texts are what strings hold. Lengths are of
/// 32 bits.
/// <code>
///   changes = *change                       ; to the end
///   change  = entries *entry                ; 0: one entry follows, which was put; else so many, which were deleted
///   entry   = text value (%x00 / %x01 owner)
///   owner   = text instance
///   text    = length *character             ; in characters of 16 bits
///   value   = length *OCTET
/// </code>
/// </remarks>
internal static class ChangeFormat
{
    /// <summary>How many bytes <see cref="Write"/> fills.</summary>
    public static long SizeOf(ChangeList changes)
    {
        var size = 0L;
        foreach (var change in changes)
        {
            size += sizeof(int);
            if (change is PutChange put)
            {
                size += SizeOf(put.Entry);
                continue;
            }

            foreach (var entry in ((DeleteChange)change).Entries)
                size += SizeOf(entry);
        }

        return size;
    }

    /// <summary>Writes changes.</summary>
    public static void Write(ChangeList changes, Span<byte> destination)
    {
        foreach (var change in changes)
        {
            if (change is PutChange put)
            {
                destination = Append(put.Entry, Append(0, destination));
                continue;
            }

            var entries = ((DeleteChange)change).Entries;
            destination = Append(entries.Length, destination);
            foreach (var entry in entries)
                destination = Append(entry, destination);
        }
    }

    /// <summary>Reads changes. They keep nothing of the source.</summary>
    public static ChangeList Read(ReadOnlySpan<byte> source)
    {
        if (source.IsEmpty)
            return default;
        var first = ReadChange(ref source);
        if (source.IsEmpty)
            return ChangeList.Of(first);
        List<Change> changes = [first];
        while (!source.IsEmpty)
            changes.Add(ReadChange(ref source));
        return ChangeList.Of([.. changes]);
    }

    private static long SizeOf(KeyValueEntry entry) =>
        SizeOf(entry.Key) + sizeof(int) + entry.Value.Length + 1 + (entry.Owner is { } owner ? SizeOf(owner.Service) + sizeof(int) : 0);

    private static long SizeOf(string text) => sizeof(int) + ((long)text.Length * sizeof(char));

    private static Span<byte> Append(KeyValueEntry entry, Span<byte> destination)
    {
        destination = Append(entry.Value.Length, Append(entry.Key, destination));
        entry.Value.Span.CopyTo(destination);
        destination = destination[entry.Value.Length..];
        destination[0] = entry.Owner is null ? (byte)0 : (byte)1;
        destination = destination[1..];
        return entry.Owner is { } owner ? Append(owner.Instance, Append(owner.Service, destination)) : destination;
    }

    private static Span<byte> Append(string text, Span<byte> destination)
    {
        destination = Append(text.Length, destination);
        MemoryMarshal.AsBytes(text.AsSpan()).CopyTo(destination);
        return destination[(text.Length * sizeof(char))..];
    }

    private static Span<byte> Append(int number, Span<byte> destination)
    {
        MemoryMarshal.Write(destination, number);
        return destination[sizeof(int)..];
    }

    private static Change ReadChange(ref ReadOnlySpan<byte> source)
    {
        var count = ReadNumber(ref source);
        if (count == 0)
            return new PutChange(ReadEntry(ref source));
        var entries = new KeyValueEntry[count];
        for (var i = 0; i < count; i++)
            entries[i] = ReadEntry(ref source);
        return new DeleteChange(ImmutableCollectionsMarshal.AsImmutableArray(entries));
    }

    private static KeyValueEntry ReadEntry(ref ReadOnlySpan<byte> source)
    {
        var key = ReadText(ref source);
        var value = Take(ref source, ReadNumber(ref source)).ToArray();
        var isOwned = Take(ref source, 1)[0] != 0;
        return new KeyValueEntry(key, value, isOwned ? new Owner(ReadText(ref source), ReadNumber(ref source)) : null);
    }

    private static string ReadText(ref ReadOnlySpan<byte> source) =>
        new(MemoryMarshal.Cast<byte, char>(Take(ref source, ReadNumber(ref source) * sizeof(char))));

    private static int ReadNumber(ref ReadOnlySpan<byte> source) => MemoryMarshal.Read<int>(Take(ref source, sizeof(int)));

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> source, int length)
    {
        var taken = source[..length];
        source = source[length..];
        return taken;
    }
}
