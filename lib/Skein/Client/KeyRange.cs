using System.Text;

namespace Skein.Client;

/// <summary>
/// The keys from <see cref="Start"/> (inclusive) to <see cref="End"/> (exclusive), in the store's order, which is that of UTF-16 code
/// units, as <see cref="string.CompareOrdinal(string, string)"/> has it.
/// </summary>
/// <param name="Start">First key; empty: from the beginning.</param>
/// <param name="End">Key behind the last; empty: to the end. An end before the start makes an empty range.</param>
/// <example><code>
/// await keyValue.CountAsync(KeyRange.WithPrefix("task."), cancellation);
/// await keyValue.ListAsync(new KeyRange("task.100", "task.200"), cancellation);
/// </code></example>
public sealed record KeyRange(string Start, string End)
{
    /// <summary>Every key.</summary>
    public static KeyRange All { get; } = new("", "");

    /// <summary>One key: nothing sorts between a key and the same key followed by NUL.</summary>
    /// <exception cref="ArgumentException">The key is empty.</exception>
    public static KeyRange Of(string key)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        return new KeyRange(key, key + "\0");
    }

    /// <summary>Every key that starts with a prefix, and no other; all keys for an empty one.</summary>
    public static KeyRange WithPrefix(string prefix)
    {
        ArgumentNullException.ThrowIfNull(prefix);
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

    // Characters of two UTF-16 units, U+10000 and above, sort between U+D7FF and U+E000, so U+FFFF is the last of all.
    private static Rune? FindSuccessor(Rune rune) => rune.Value switch
    {
        0xFFFF => null,
        0xD7FF => new Rune(0x10000),
        0x10FFFF => new Rune(0xE000),
        int value => new Rune(value + 1),
    };
}
