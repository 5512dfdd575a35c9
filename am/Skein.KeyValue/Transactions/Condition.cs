namespace Skein.KeyValue.Transactions;

/// <summary>A comparison that a transaction starts with: a <see cref="ValueCondition"/> or an <see cref="OwnerCondition"/>.</summary>
/// <remarks>
/// Either side may be missing: the left one if the key is not set (or has no owner), the right one if none was given. Then
/// <see cref="ConditionOperator.Equal"/> holds if both are missing, <see cref="ConditionOperator.NotEqual"/> if exactly one is, and
/// the orderings never do. So "the key is set" is a value that does not equal a missing one.
/// </remarks>
/// <param name="key">The key whose entry is the left side.</param>
/// <param name="comparison">The operator.</param>
public abstract class Condition(string key, ConditionOperator comparison)
{
    public string Key { get; } = key;

    public ConditionOperator Operator { get; } = comparison;

    /// <summary>Whether the condition holds for the entry of its key, which is null if the key is not set.</summary>
    public abstract bool Holds(KeyValueEntry? entry);

    /// <summary>The verdict when a side is missing; null when both are there and have to be compared.</summary>
    private protected bool? JudgeMissing(bool leftMissing, bool rightMissing)
    {
        if (!leftMissing && !rightMissing)
            return null;
        return Operator switch
        {
            ConditionOperator.Equal => leftMissing && rightMissing,
            ConditionOperator.NotEqual => leftMissing != rightMissing,
            _ => false,
        };
    }

    /// <summary>The verdict for sides that are both there, from the sign of their comparison.</summary>
    private protected bool Judge(int order) => Operator switch
    {
        ConditionOperator.Equal => order == 0,
        ConditionOperator.NotEqual => order != 0,
        ConditionOperator.Less => order < 0,
        ConditionOperator.LessOrEqual => order <= 0,
        ConditionOperator.Greater => order > 0,
        ConditionOperator.GreaterOrEqual => order >= 0,
        _ => throw new InvalidOperationException($"{Operator} is no operator of a condition"),
    };
}
