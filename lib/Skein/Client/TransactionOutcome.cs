using Skein.Protocol;

namespace Skein.Client;

/// <summary>How a transaction went.</summary>
/// <param name="Succeeded">Whether all conditions held, and so which operations were done.</param>
/// <param name="Results">One for each operation that was done, in their order.</param>
/// <param name="Revision">The store's revision with the changes; 0 from an application master that has no revisions.</param>
public sealed record TransactionOutcome(bool Succeeded, IReadOnlyList<OperationOutcome> Results, long Revision)
{
    internal static TransactionOutcome Of(TransactionResponse response)
    {
        var results = new List<OperationOutcome>(response.Result.Count);
        foreach (var result in response.Result)
            results.Add(OperationOutcome.Of(result));
        return new TransactionOutcome(response.Succeeded, results, response.Revision);
    }
}
