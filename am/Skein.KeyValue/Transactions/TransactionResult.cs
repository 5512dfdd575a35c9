using System.Collections.Immutable;
using Skein.KeyValue.Operations;

namespace Skein.KeyValue.Transactions;

/// <summary>What a transaction did.</summary>
/// <param name="succeeded">Whether every condition held.</param>
/// <param name="results">One result for each operation of the branch taken, in order; empty if the branch was refused.</param>
/// <param name="refusal">The first put that was refused, whereupon nothing of the branch was done; null if none was.</param>
public sealed class TransactionResult(bool succeeded, ImmutableArray<OperationResult> results, Refusal? refusal = null)
{
    public bool Succeeded { get; } = succeeded;

    public ImmutableArray<OperationResult> Results { get; } = results;

    public Refusal? Refusal { get; } = refusal;
}
