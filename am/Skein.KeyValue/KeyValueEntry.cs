namespace Skein.KeyValue;

/// <summary>A key with its value and owner. Never changes: a put makes a new one.</summary>
/// <param name="key">Any string; keys are ordered by their UTF-16 code units.</param>
/// <param name="value">The bytes, which whoever hands them in must not change afterwards. May be empty.</param>
/// <param name="owner">The container the key lives as long as, or null for a key that stays.</param>
public sealed class KeyValueEntry(string key, ReadOnlyMemory<byte> value, Owner? owner = null)
{
    // An owner takes three words; most keys have none, and there may be millions of them.
    private readonly object? _owner = owner;

    public string Key { get; } = key;

    public ReadOnlyMemory<byte> Value { get; } = value;

    public Owner? Owner => (Owner?)_owner;
}
