using System.Collections.Immutable;

namespace Skein.KeyValue.Operations;

/// <summary>What a range held when it was read, or before it was removed.</summary>
/// <param name="count">Number of entries in the range.</param>
/// <param name="entries">The entries in the order of their keys; empty if only the count was asked for.</param>
public sealed class RangeResult(int count, ImmutableArray<KeyValueEntry> entries) : OperationResult
{
    public int Count { get; } = count;

    public ImmutableArray<KeyValueEntry> Entries { get; } = entries;
}
