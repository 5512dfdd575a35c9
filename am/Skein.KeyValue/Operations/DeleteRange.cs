namespace Skein.KeyValue.Operations;

/// <summary>Removes the entries of a range. Answered by a <see cref="RangeResult"/> with what was removed.</summary>
/// <param name="range">The keys to remove.</param>
public sealed class DeleteRange(KeyRange range) : Operation
{
    public KeyRange Range { get; } = range;
}
