namespace Skein.Packer.Relocation;

/// <summary>Replaces a prefix in files whose size must not change: strings keep their room and are filled up with NUL.</summary>
internal static class BinaryPrefix
{
    //   stretch  = first occurrence ... up to and including the next NUL; it holds k occurrences
    //   replaced = stretch with all k replaced, then k * (len(old) - len(new)) NUL bytes
    // An occurrence without a NUL behind it is left alone.

    /// <param name="content">The file.</param>
    /// <param name="old">What is replaced.</param>
    /// <param name="replacement">What comes in its place; not longer than <paramref name="old"/>.</param>
    /// <returns>The file in its old size; null when nothing had to be replaced.</returns>
    public static byte[]? Replace(ReadOnlySpan<byte> content, ReadOnlySpan<byte> old, ReadOnlySpan<byte> replacement)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(replacement.Length, old.Length);
        byte[]? result = null;
        var offset = 0;
        while (NextStretch(content, offset, old, out var start, out var end))
        {
            result ??= content.ToArray();
            var written = WriteReplaced(content[start..end], old, replacement, result.AsSpan(start));
            result.AsSpan(start + written, end - start - written).Clear();
            offset = end;
        }

        return result;
    }

    /// <summary>The same for whole paths only, where no package says which bytes were a prefix once.</summary>
    /// <param name="content">The file.</param>
    /// <param name="old">What is replaced; not where it is the beginning of another name.</param>
    /// <param name="replacement">What comes in its place; not longer than <paramref name="old"/>.</param>
    /// <param name="leavesSome">Whether a path without a NUL behind it stays.</param>
    /// <returns>The file in its old size; null when nothing had to be replaced.</returns>
    public static byte[]? ReplacePaths(ReadOnlySpan<byte> content, InstalledPrefix old, ReadOnlySpan<byte> replacement, out bool leavesSome)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(replacement.Length, old.Bytes.Length);
        byte[]? result = null;
        var offset = 0;
        while (old.IndexIn(content[offset..]) is var found and >= 0)
        {
            var start = offset + found;
            var terminator = content[start..].IndexOf((byte)0);
            if (terminator < 0)
            {
                leavesSome = true;
                return result;
            }

            offset = start + terminator + 1;
            result ??= content.ToArray();
            var room = result.AsSpan(start..offset);
            var replaced = old.Replace(room, replacement)!;
            replaced.CopyTo(room);
            room[replaced.Length..].Clear();
        }

        leavesSome = false;
        return result;
    }

    /// <summary>The inverse of <see cref="Replace"/>: gives strings back the longer text they had, out of the NUL bytes behind them.</summary>
    /// <param name="content">The file after the replacement.</param>
    /// <param name="replacement">What was put in.</param>
    /// <param name="old">What it replaced; not shorter than <paramref name="replacement"/>.</param>
    /// <returns>The file before the replacement, or null when the room is not there. Whether it is the original, its hash tells.</returns>
    public static byte[]? Restore(ReadOnlySpan<byte> content, ReadOnlySpan<byte> replacement, ReadOnlySpan<byte> old)
    {
        if (replacement.Length > old.Length)
            return null;
        var result = content.ToArray();
        var offset = 0;
        while (NextStretch(content, offset, replacement, out var start, out var end))
        {
            var room = content[start..end].Count(replacement) * (old.Length - replacement.Length);
            if (room > content.Length - end || content.Slice(end, room).ContainsAnyExcept((byte)0))
                return null;
            WriteReplaced(content[start..end], replacement, old, result.AsSpan(start));
            offset = end + room;
        }

        return result;
    }

    private static bool NextStretch(ReadOnlySpan<byte> content, int offset, ReadOnlySpan<byte> text, out int start, out int end)
    {
        start = end = -1;
        var found = content[offset..].IndexOf(text);
        if (found < 0)
            return false;
        start = offset + found;
        var terminator = content[start..].IndexOf((byte)0);
        end = start + terminator + 1;
        return terminator >= 0;
    }

    private static int WriteReplaced(ReadOnlySpan<byte> stretch, ReadOnlySpan<byte> old, ReadOnlySpan<byte> replacement, Span<byte> target)
    {
        var written = 0;
        while (stretch.IndexOf(old) is var at and >= 0)
        {
            stretch[..at].CopyTo(target[written..]);
            replacement.CopyTo(target[(written + at)..]);
            written += at + replacement.Length;
            stretch = stretch[(at + old.Length)..];
        }

        stretch.CopyTo(target[written..]);
        return written + stretch.Length;
    }
}
