namespace Skein.KeyValue.Changes;

/// <summary>A key was set, or its owner changed.</summary>
/// <param name="entry">The entry as it is now, with the value even if only the owner changed.</param>
public sealed class PutChange(KeyValueEntry entry) : Change
{
    public KeyValueEntry Entry { get; } = entry;

    public override string FirstKey => Entry.Key;

    public override string LastKey => Entry.Key;
}
