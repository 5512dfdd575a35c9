using System.Collections.Immutable;

namespace Skein.KeyValue.Changes;

/// <summary>Keys were removed in one step.</summary>
/// <param name="entries">The entries removed, in the order of their keys; never empty.</param>
public sealed class DeleteChange(ImmutableArray<KeyValueEntry> entries) : Change
{
    public ImmutableArray<KeyValueEntry> Entries { get; } = entries;
}
