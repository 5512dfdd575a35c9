using Skein.KeyValue.Operations;
using Skein.KeyValue.Transactions;

namespace Skein.KeyValue.Tests.Model;

/// <summary>One thing done to the store and its model alike.</summary>
/// <param name="Text">For the report of a failure.</param>
/// <param name="OnStore">Does it to the store; owners' states come from the model.</param>
/// <param name="OnModel">Does it to the model.</param>
internal sealed record Step(string Text, Func<KeyValueStore, Func<Owner, OwnerState>, string> OnStore, Func<ModelStore, string> OnModel)
{
    public static Step Of(Operation operation) => new(
        Describe(operation),
        (store, owners) => Drawing.Of(store.Execute(operation, owners), operation is GetRange { CountOnly: true }),
        model => model.Execute(operation));

    public static Step Of(Transaction transaction) => new(
        $"if {string.Join(" and ", transaction.Conditions.Select(Describe))} "
        + $"then [{string.Join("; ", transaction.OnSuccess.Select(Describe))}] "
        + $"else [{string.Join("; ", transaction.OnFailure.Select(Describe))}]",
        (store, owners) => Drawing.Of(store.Execute(transaction, owners), transaction),
        model => model.Execute(transaction));

    public static Step OfEnd(Owner owner) => new(
        $"end {owner}",
        (store, _) => $"{store.DeleteOwnedBy(owner.Service, owner.Instance)}",
        model => $"{model.End(owner)}");

    public override string ToString() => Text;

    private static string Describe(Operation operation) => operation switch
    {
        GetRange get => $"get{(get.CountOnly ? " count" : "")} {get.Range}",
        DeleteRange delete => $"delete {delete.Range}",
        Put put => $"put '{put.Key}' {(put.KeepValue ? "kept" : Convert.ToHexString(put.Value.Span))} {(put.KeepOwner ? "kept" : put.Owner)}",
        _ => throw new InvalidOperationException(),
    };

    private static string Describe(Condition condition) => condition switch
    {
        ValueCondition value => $"value '{value.Key}' {value.Operator} {(value.Value is { } right ? Convert.ToHexString(right.Span) : "none")}",
        OwnerCondition owner => $"owner '{owner.Key}' {owner.Operator} {(owner.Owner is { } right ? right.ToString() : "none")}",
        _ => throw new InvalidOperationException(),
    };
}
