using Skein.Protocol;

namespace Skein.Client;

/// <summary>
/// Conditions, and the operations that are done together when all of them hold or when one does not. Each call adds to what is there;
/// a transaction may be sent again, and is not safe for concurrent changes.
/// </summary>
/// <remarks>
/// Without conditions the operations of <see cref="Then"/> are done. The operations of a branch are done in their order, each sees what
/// the one before it did, and all of it is one revision of the store.
/// </remarks>
public sealed class KeyTransaction
{
    private readonly List<KeyCondition> _conditions = [];
    private readonly List<KeyOperation> _onSuccess = [];
    private readonly List<KeyOperation> _onFailure = [];

    /// <summary>Adds conditions; all must hold.</summary>
    public KeyTransaction If(params ReadOnlySpan<KeyCondition> conditions)
    {
        _conditions.AddRange(conditions);
        return this;
    }

    /// <summary>Adds operations for when all conditions hold.</summary>
    public KeyTransaction Then(params ReadOnlySpan<KeyOperation> operations)
    {
        _onSuccess.AddRange(operations);
        return this;
    }

    /// <summary>Adds operations for when a condition does not hold.</summary>
    public KeyTransaction Else(params ReadOnlySpan<KeyOperation> operations)
    {
        _onFailure.AddRange(operations);
        return this;
    }

    internal TransactionRequest ToRequest()
    {
        var request = new TransactionRequest();
        foreach (var condition in _conditions)
            request.Condition.Add(condition.Message);
        foreach (var operation in _onSuccess)
            request.OnSuccess.Add(operation.Request);
        foreach (var operation in _onFailure)
            request.OnFailure.Add(operation.Request);
        return request;
    }
}
