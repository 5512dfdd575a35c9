using Google.Protobuf;
using Skein.Protocol;

namespace Skein.Client;

/// <summary>What must hold of a key for a transaction to take its first branch.</summary>
public sealed class KeyCondition
{
    private KeyCondition(string key, KeyComparison comparison, Condition.Types.Field field)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        Message = new Condition { Key = key, Field = field, Operator = OperatorOf(comparison) };
    }

    internal Condition Message { get; }

    /// <summary>The key is set.</summary>
    public static KeyCondition Exists(string key) => new(key, KeyComparison.NotEqual, Condition.Types.Field.Value);

    /// <summary>The key is not set.</summary>
    public static KeyCondition Missing(string key) => new(key, KeyComparison.Equal, Condition.Types.Field.Value);

    /// <summary>The value of the key compares so with the given one. Of a key that is not set, only that they are not equal holds.</summary>
    public static KeyCondition Value(string key, KeyComparison comparison, ReadOnlyMemory<byte> value)
    {
        var condition = new KeyCondition(key, comparison, Condition.Types.Field.Value);
        condition.Message.Value = ByteString.CopyFrom(value.Span);
        return condition;
    }

    /// <summary>
    /// The owner of the key compares so with the given one. Of a key without an owner, set or not, only that they are not equal holds.
    /// </summary>
    public static KeyCondition Owner(string key, KeyComparison comparison, ContainerInstance owner)
    {
        ArgumentNullException.ThrowIfNull(owner);
        var condition = new KeyCondition(key, comparison, Condition.Types.Field.Owner);
        condition.Message.Owner = owner;
        return condition;
    }

    /// <summary>The key has an owner.</summary>
    public static KeyCondition HasOwner(string key) => new(key, KeyComparison.NotEqual, Condition.Types.Field.Owner);

    /// <summary>The key has no owner; it may also not be set.</summary>
    public static KeyCondition HasNoOwner(string key) => new(key, KeyComparison.Equal, Condition.Types.Field.Owner);

    private static Condition.Types.Operator OperatorOf(KeyComparison comparison) => comparison switch
    {
        KeyComparison.Equal => Condition.Types.Operator.Equal,
        KeyComparison.NotEqual => Condition.Types.Operator.NotEqual,
        KeyComparison.Less => Condition.Types.Operator.Less,
        KeyComparison.LessOrEqual => Condition.Types.Operator.LessEqual,
        KeyComparison.Greater => Condition.Types.Operator.Greater,
        KeyComparison.GreaterOrEqual => Condition.Types.Operator.GreaterEqual,
        _ => throw new ArgumentOutOfRangeException(nameof(comparison), comparison, "There is no such comparison"),
    };
}
