using Skein.KeyValue.Operations;

namespace Skein.KeyValue.Transactions;

/// <summary>Conditions and two branches, one of which is done as a whole against one revision of the store, or not at all.</summary>
/// <remarks>The operations of a branch are done in order, and each sees what the ones before it did.</remarks>
/// <param name="conditions">Looked at in order until one fails; none at all means success.</param>
/// <param name="onSuccess">Done if every condition holds.</param>
/// <param name="onFailure">Done otherwise.</param>
public sealed class Transaction(
    IReadOnlyList<Condition> conditions, IReadOnlyList<Operation> onSuccess, IReadOnlyList<Operation> onFailure)
{
    public IReadOnlyList<Condition> Conditions { get; } = conditions;

    public IReadOnlyList<Operation> OnSuccess { get; } = onSuccess;

    public IReadOnlyList<Operation> OnFailure { get; } = onFailure;
}
