namespace Skein.KeyValue.Transactions;

/// <summary>Compares a key's value; bytes are unsigned, and of two values where one begins with the other the shorter is less.</summary>
/// <param name="key">The key whose value is the left side.</param>
/// <param name="comparison">The operator.</param>
/// <param name="value">The right side, or null for a missing one.</param>
public sealed class ValueCondition(string key, ConditionOperator comparison, ReadOnlyMemory<byte>? value) : Condition(key, comparison)
{
    public ReadOnlyMemory<byte>? Value { get; } = value;

    public override bool Holds(KeyValueEntry? entry) =>
        JudgeMissing(entry is null, Value is null) ?? Judge(entry!.Value.Span.SequenceCompareTo(Value!.Value.Span));
}
