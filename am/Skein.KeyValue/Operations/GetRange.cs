namespace Skein.KeyValue.Operations;

/// <summary>Reads the entries of a range, in the order of their keys. Answered by a <see cref="RangeResult"/>.</summary>
/// <param name="range">The keys to read.</param>
/// <param name="countOnly">Only counts, which costs the same for any number of entries.</param>
public sealed class GetRange(KeyRange range, bool countOnly = false) : Operation
{
    public KeyRange Range { get; } = range;

    public bool CountOnly { get; } = countOnly;
}
