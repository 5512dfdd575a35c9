namespace Skein.KeyValue.Transactions;

/// <summary>How a condition compares what the store has (left) with what it was given (right).</summary>
public enum ConditionOperator
{
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}
