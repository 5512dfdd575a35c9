using System.Text;

namespace Skein.Client;

/// <summary>Keys from <see cref="Start"/> (inclusive) to <see cref="End"/> (exclusive); an empty end is open.</summary>
/// <param name="Start">First key; empty: from the beginning.</param>
/// <param name="End">Key behind the last; empty: to the end.</param>
internal readonly record struct KeyRange(string Start, string End)
{
    /// <summary>The range of one key: nothing sorts between a key and the same key followed by NUL.</summary>
    public static KeyRange Of(string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        return new KeyRange(key, key + "\0");
    }

    /// <summary>
    /// A range that holds every key with a prefix, and perhaps some more: a successor in the order of code points need not be the next one
    /// in the order of UTF-16, so the caller still compares the prefix.
    /// </summary>
    public static KeyRange Around(string prefix)
    {
        var end = prefix.Length;
        while (end > 0)
        {
            Rune.DecodeLastFromUtf16(prefix.AsSpan(0, end), out var last, out var length);
            end -= length;
            if (FindSuccessor(last) is { } next)
                return new KeyRange(prefix, string.Concat(prefix.AsSpan(0, end), next.ToString()));
        }

        return new KeyRange(prefix, "");
    }

    // U+FFFF is last among the characters of one UTF-16 unit, and sorts behind those of two.
    private static Rune? FindSuccessor(Rune rune) => rune.Value switch
    {
        0xFFFF or 0x10FFFF => null,
        0xD7FF => new Rune(0xE000),
        int value => new Rune(value + 1),
    };
}
