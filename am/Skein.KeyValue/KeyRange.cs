namespace Skein.KeyValue;

/// <summary>The keys from a start (included) to an end (excluded), in the order of UTF-16 code units.</summary>
public readonly record struct KeyRange
{
    private readonly string? _start;

    /// <summary>Makes a range.</summary>
    /// <param name="start">First key; empty or a single NUL: from the first key there is.</param>
    /// <param name="end">First key beyond the range; empty: to the last key there is.</param>
    /// <remarks>A range whose end is not above its start holds no key.</remarks>
    public KeyRange(string start, string end)
    {
        _start = start is "" or "\0" ? null : start;
        End = end.Length == 0 ? null : end;
    }

    /// <summary>Every key. The default value is this range, too.</summary>
    public static KeyRange All => default;

    /// <summary>First key of the range; empty if it is open below.</summary>
    public string Start => _start ?? "";

    /// <summary>First key beyond the range; null if it is open above.</summary>
    public string? End { get; }

    /// <summary>The range of exactly one key.</summary>
    /// <remarks>The key after <c>k</c> is <c>k</c> with a NUL behind it. The one exception is the key that is itself a single NUL,
    /// whose range is open below and so includes the empty key.</remarks>
    public static KeyRange Single(string key) => new(key, key + '\0');

    /// <summary>Whether the range is that of exactly one key, which is then its <see cref="Start"/>.</summary>
    public bool IsSingle => End is { } end && end.Length == Start.Length + 1 && end[^1] == '\0' && end.StartsWith(Start, StringComparison.Ordinal);

    /// <summary>Whether a key lies in the range.</summary>
    public bool Contains(string key) =>
        string.CompareOrdinal(key, Start) >= 0 && (End is null || string.CompareOrdinal(key, End) < 0);
}
