namespace Skein.KeyValue.Operations;

/// <summary>Sets a key's value, its owner, or both. Answered by a <see cref="PutResult"/> or a <see cref="Refusal"/>.</summary>
/// <remarks>
/// The reasons to refuse, in the order they are looked for: neither value nor owner would change
/// (<see cref="RefusalReason.ChangesNothing"/>); the value is to be kept but the key is not set
/// (<see cref="RefusalReason.KeyNotSet"/>); the owner may not own keys (the other reasons).
/// </remarks>
public sealed class Put : Operation
{
    public required string Key { get; init; }

    /// <summary>The new value; must not be changed afterwards by whoever hands it in. Ignored with <see cref="KeepValue"/>.</summary>
    public ReadOnlyMemory<byte> Value { get; init; }

    /// <summary>The new owner; null: the key belongs to nobody from now on. Ignored with <see cref="KeepOwner"/>.</summary>
    public Owner? Owner { get; init; }

    /// <summary>Leaves the value of an existing key as it is.</summary>
    public bool KeepValue { get; init; }

    /// <summary>Leaves the owner as it is; a new key gets none.</summary>
    public bool KeepOwner { get; init; }
}
