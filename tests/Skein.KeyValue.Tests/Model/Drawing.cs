using System.Text.Encodings.Web;
using Skein.KeyValue.Operations;
using Skein.KeyValue.Transactions;

namespace Skein.KeyValue.Tests.Model;

/// <summary>Entries and results as text, the same for the store and its model.</summary>
internal static class Drawing
{
    public static string Of(IEnumerable<KeyValueEntry> entries) => string.Join(
        ',',
        entries.Select(static entry =>
            $"{JavaScriptEncoder.Default.Encode(entry.Key)}={Convert.ToHexString(entry.Value.Span)}@{entry.Owner}"));

    public static string Of(RefusalReason reason) => $"refused {reason}";

    public static string Of(OperationResult result, bool countOnly) => result switch
    {
        RangeResult range => countOnly ? $"{range.Count}" : Of(range.Entries),
        PutResult put => Of(put.Previous is { } previous ? [previous] : []),
        Refusal refusal => Of(refusal.Reason),
        _ => throw new InvalidOperationException(),
    };

    public static string Of(TransactionResult result, Transaction transaction)
    {
        if (result.Refusal is { } refusal)
            return $"{result.Succeeded}: {Of(refusal.Reason)}";
        var branch = result.Succeeded ? transaction.OnSuccess : transaction.OnFailure;
        var results = branch.Zip(result.Results, static (operation, one) => Of(one, operation is GetRange { CountOnly: true }));
        return $"{result.Succeeded}: {string.Join(" | ", results)}";
    }
}
