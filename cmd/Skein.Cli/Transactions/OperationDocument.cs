using Skein.Client;

namespace Skein.Cli.Transactions;

/// <summary>An operation of a <see cref="TransactionDocument"/>.</summary>
internal static class OperationDocument
{
    /// <exception cref="InvalidInputException">It is no operation.</exception>
    public static KeyOperation Read(DocumentObject operation)
    {
        var result = operation.Object("get") is { } get ? Get(get)
            : operation.Object("put") is { } put ? Put(put)
            : operation.Object("delete") is { } delete ? Delete(delete)
            : throw operation.Wrong("needs one of 'get', 'put' and 'delete'");
        operation.RequireNothingElse();
        return result;
    }

    private static KeyOperation Get(DocumentObject get)
    {
        var range = Range(get);
        var isCount = get.Flag("count");
        get.RequireNothingElse();
        return isCount ? KeyOperation.Count(range) : KeyOperation.List(range);
    }

    private static KeyOperation Delete(DocumentObject delete)
    {
        var range = Range(delete);
        var wantsPrevious = delete.Flag("previous");
        delete.RequireNothingElse();
        return wantsPrevious ? KeyOperation.PopRange(range) : KeyOperation.DeleteRange(range);
    }

    private static KeyOperation Put(DocumentObject put)
    {
        var key = put.Key("key");
        var value = put.Has("value") || put.Has("base64") ? put.Bytes() ?? throw put.Wrong("the value is null; leave it out to keep the one there is") : null;
        var hasOwner = put.Has("owner");
        var owner = put.Owner();
        var keepsOwner = put.Flag("keep_owner");
        var wantsPrevious = put.Flag("previous");
        put.RequireNothingElse();
        if (keepsOwner && hasOwner)
            throw put.Wrong("'owner' and 'keep_owner' exclude each other");
        if (value is null)
        {
            return hasOwner && !wantsPrevious
                ? KeyOperation.SetOwner(key, owner)
                : throw put.Wrong("needs 'value' or 'base64'; or 'owner' alone, to keep the value");
        }

        if (keepsOwner)
            return wantsPrevious ? throw put.Wrong("'keep_owner' and 'previous' exclude each other") : KeyOperation.SetValue(key, value);
        return wantsPrevious ? KeyOperation.Swap(key, value, owner) : KeyOperation.Put(key, value, owner);
    }

    // All keys at once are asked for by an empty prefix, not by forgetting which.
    private static KeyRange Range(DocumentObject range)
    {
        var isRange = range.Has("start") || range.Has("end");
        var kinds = (range.Has("key") ? 1 : 0) + (range.Has("prefix") ? 1 : 0) + (isRange ? 1 : 0);
        if (kinds != 1)
            throw range.Wrong("needs one of 'key', 'prefix', and 'start' with 'end'");
        return range.Has("key") ? KeyRange.Of(range.Key("key"))
            : isRange ? new KeyRange(range.Text("start") ?? "", range.Text("end") ?? "")
            : KeyRange.WithPrefix(range.Text("prefix") ?? "");
    }
}
