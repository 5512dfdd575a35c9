using System.Text.Json;
using Skein.Client;

namespace Skein.Cli.Transactions;

/// <summary>A transaction as JSON.</summary>
/// <remarks>
/// <code>
/// {"if": [CONDITION...], "then": [OPERATION...], "else": [OPERATION...]}      each list may be missing
///
/// CONDITION   {"key": K, "value": TEXT | null, "op": OP}       or "base64": TEXT in place of value
///             {"key": K, "owner": "SERVICE_INSTANCE" | null, "op": OP}
///             OP is == (where it is missing), !=, &lt;, &lt;=, > or >=; null means not set, and goes with == and != only
/// OPERATION   {"get": RANGE}                   "count": true: counts only
///             {"put": {"key": K, "value": TEXT, "owner": "SERVICE_INSTANCE" | null}}
///                                              without "value" the value stays, with "keep_owner": true the owner;
///                                              "previous": true: gives what was there
///             {"delete": RANGE}                "previous": true: gives what was there
/// RANGE       {"key": K}, {"prefix": P}, or {"start": K, "end": K} of which one may be missing
/// </code>
/// </remarks>
internal static class TransactionDocument
{
    /// <exception cref="InvalidInputException">It is no such document; the message gives the place.</exception>
    public static KeyTransaction Read(ReadOnlyMemory<byte> json)
    {
        try
        {
            using var document = JsonDocument.Parse(json);
            return Read(new DocumentObject(document.RootElement, ""));
        }
        catch (JsonException e)
        {
            // The message ends with the place, counted from 0.
            throw new InvalidInputException(
                $"the transaction is no JSON, at line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1}: {e.Message.Split(" LineNumber:")[0]}");
        }
    }

    private static KeyTransaction Read(DocumentObject root)
    {
        var transaction = new KeyTransaction();
        foreach (var condition in root.List("if"))
            transaction.If(Condition(condition));
        foreach (var operation in root.List("then"))
            transaction.Then(OperationDocument.Read(operation));
        foreach (var operation in root.List("else"))
            transaction.Else(OperationDocument.Read(operation));
        root.RequireNothingElse();
        return transaction;
    }

    private static KeyCondition Condition(DocumentObject condition)
    {
        var key = condition.Key("key");
        var comparison = Comparison(condition);
        var isOfOwner = condition.Has("owner");
        if (isOfOwner == (condition.Has("value") || condition.Has("base64")))
            throw condition.Wrong("needs one of 'value', 'base64' and 'owner'");
        var value = isOfOwner ? null : condition.Bytes();
        var owner = isOfOwner ? condition.Owner() : null;
        condition.RequireNothingElse();
        if (value is null && owner is null && comparison is not (KeyComparison.Equal or KeyComparison.NotEqual))
            throw condition.Wrong("null goes with == and != only");
        var isEqual = comparison == KeyComparison.Equal;
        return isOfOwner
            ? owner is not null ? KeyCondition.Owner(key, comparison, owner)
                : isEqual ? KeyCondition.HasNoOwner(key) : KeyCondition.HasOwner(key)
            : value is not null ? KeyCondition.Value(key, comparison, value)
                : isEqual ? KeyCondition.Missing(key) : KeyCondition.Exists(key);
    }

    private static KeyComparison Comparison(DocumentObject condition) => condition.Text("op") switch
    {
        null or "==" => KeyComparison.Equal,
        "!=" => KeyComparison.NotEqual,
        "<" => KeyComparison.Less,
        "<=" => KeyComparison.LessOrEqual,
        ">" => KeyComparison.Greater,
        ">=" => KeyComparison.GreaterOrEqual,
        var other => throw condition.Wrong($"'op' is '{other}', which is none of ==, !=, <, <=, > and >="),
    };
}
