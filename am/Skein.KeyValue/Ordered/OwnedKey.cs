namespace Skein.KeyValue.Ordered;

/// <summary>One item of the index of owners: a key that an owner holds.</summary>
internal readonly record struct OwnedKey(Owner Owner, string Key);
