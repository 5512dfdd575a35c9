using System.Text;
using Skein.Packer.Inventory;

namespace Skein.Packer.Relocation;

/// <summary>Finds what a binary file was before its installation, when its strings had all the room that the package left in them.</summary>
internal static class OriginalBinary
{
    /// <param name="content">The installed file.</param>
    /// <param name="prefix">Where it was installed.</param>
    /// <param name="record">What its package says of it.</param>
    /// <returns>A file whose hash is the recorded one: undone from what is installed, else out of the package cache; null when neither is.</returns>
    public static byte[]? Find(ReadOnlySpan<byte> content, InstalledPrefix prefix, PrefixRecord record)
    {
        if (!record.IsBinary || !record.Original.IsKnown)
            return null;
        var placeholder = Encoding.UTF8.GetBytes(record.Placeholder);
        var original = BinaryPrefix.Restore(content, prefix.Bytes, placeholder);
        if (original != null && Sha256Hash.Of(original) == record.Original)
            return original;
        // What is in the cache counts if it is what was installed: the environment's file may be another by now.
        return placeholder.Length >= prefix.Bytes.Length && Cached(record) is { } cached
            && content.SequenceEqual(BinaryPrefix.Replace(cached, placeholder, prefix.Bytes) ?? cached)
                ? cached
                : null;
    }

    /// <summary>The same for a file that is too large for memory; the package cache is not asked.</summary>
    /// <returns>What gives the file back what it was: for each string its offset and its text, with all its room; null when the hash is another.</returns>
    /// <exception cref="IOException">The disk fails.</exception>
    public static List<FilePatch>? FindLarge(LargeContent content, InstalledPrefix prefix, PrefixRecord record) =>
        record is { IsBinary: true, Original.IsKnown: true }
        && LargeBinaryPrefix.Restore(content, prefix.Bytes, Encoding.UTF8.GetBytes(record.Placeholder)) is { } restored
        && content.HashWith(restored) == record.Original
            ? restored
            : null;

    private static byte[]? Cached(PrefixRecord record) =>
        record.CachedOriginal is { } path && File.Exists(path) && File.ReadAllBytes(path) is var content && Sha256Hash.Of(content) == record.Original
            ? content
            : null;
}
