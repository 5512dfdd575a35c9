namespace Skein.Packer.Relocation;

/// <summary>Does what <see cref="BinaryPrefix"/> does to files that are too large for memory.</summary>
internal static class LargeBinaryPrefix
{
    // A file that needs more is no program that names its place, but data.
    private const int MaxPatchedBytes = 16 << 20;

    /// <summary>Bytes; longer than any list of paths a program holds.</summary>
    public const int MaxStretch = 64 << 10;

    /// <param name="content">The file.</param>
    /// <param name="old">What is replaced; not where it is the beginning of another name.</param>
    /// <param name="replacement">What comes in its place; not longer than <paramref name="old"/>.</param>
    /// <param name="leavesSome">Whether a path that no NUL ends within <see cref="MaxStretch"/> stays.</param>
    /// <returns>The changes; null when there are too many of them.</returns>
    public static List<FilePatch>? ReplacePaths(LargeContent content, InstalledPrefix old, ReadOnlySpan<byte> replacement, out bool leavesSome)
    {
        var patches = new List<FilePatch>();
        long size = 0;
        leavesSome = false;
        for (var at = content.IndexOf(old.Bytes, 0); at >= 0; at = content.IndexOf(old.Bytes, at))
        {
            var stretch = StretchAt(content, at);
            if (stretch.IsEmpty)
                leavesSome |= old.IndexIn(content.Part(at, old.Bytes.Length + InstalledPrefix.LookAhead)) == 0;
            else if (BinaryPrefix.ReplacePaths(stretch, old, replacement, out _) is { } replaced)
                patches.Add(new FilePatch(at, replaced));
            at += Math.Max(stretch.Length, old.Bytes.Length);
            if ((size += stretch.Length) > MaxPatchedBytes)
                return null;
        }

        return patches;
    }

    /// <summary>Gives strings back the longer text they had before an installation.</summary>
    /// <param name="content">The file.</param>
    /// <param name="replacement">What was put in.</param>
    /// <param name="old">What it replaced; not shorter than <paramref name="replacement"/>.</param>
    /// <returns>The changes, or null when the room is not there, or there are too many of them.</returns>
    public static List<FilePatch>? Restore(LargeContent content, ReadOnlySpan<byte> replacement, ReadOnlySpan<byte> old)
    {
        if (replacement.Length > old.Length)
            return null;
        var patches = new List<FilePatch>();
        long size = 0;
        for (var at = content.IndexOf(replacement, 0); at >= 0; at = content.IndexOf(replacement, at))
        {
            var stretch = StretchAt(content, at);
            var length = stretch.Length + (stretch.Count(replacement) * (old.Length - replacement.Length));
            if (length > LargeContent.MaxPart)
                return null;
            var room = content.Part(at, length);
            if (stretch.Length > 0)
            {
                if (room.Length < length || BinaryPrefix.Restore(room, replacement, old) is not { } restored)
                    return null;
                patches.Add(new FilePatch(at, restored));
            }

            at += Math.Max(length, replacement.Length);
            if ((size += length) > MaxPatchedBytes)
                return null;
        }

        return patches;
    }

    // Up to and including the next NUL; empty without one.
    private static ReadOnlySpan<byte> StretchAt(LargeContent content, long offset)
    {
        var part = content.Part(offset, MaxStretch);
        return part[..(part.IndexOf((byte)0) + 1)];
    }
}
