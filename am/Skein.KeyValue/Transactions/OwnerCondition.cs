namespace Skein.KeyValue.Transactions;

/// <summary>Compares a key's owner: by the service's name, then by the container's number.</summary>
/// <param name="key">The key whose owner is the left side; a key that is not set has none.</param>
/// <param name="comparison">The operator.</param>
/// <param name="owner">The right side, or null for a missing one.</param>
public sealed class OwnerCondition(string key, ConditionOperator comparison, Owner? owner) : Condition(key, comparison)
{
    public Owner? Owner { get; } = owner;

    public override bool Holds(KeyValueEntry? entry) =>
        JudgeMissing(entry?.Owner is null, Owner is null) ?? Judge(entry!.Owner!.Value.CompareTo(Owner!.Value));
}
