using Google.Protobuf;
using Skein.Protocol;

namespace Skein.Client;

/// <summary>One step of a transaction; each does what the call of the same name of <see cref="KeyValueClient"/> does.</summary>
public sealed class KeyOperation
{
    private KeyOperation(OpRequest request) => Request = request;

    internal OpRequest Request { get; }

    /// <summary>Reads a key. The outcome has its entry, if it is set.</summary>
    public static KeyOperation Get(string key) => List(KeyRange.Of(key));

    /// <summary>Reads a range. The outcome has its entries.</summary>
    public static KeyOperation List(KeyRange range) => Read(range, GetRangeRequest.Types.ResultType.Items);

    /// <summary>Counts the keys of a range.</summary>
    public static KeyOperation Count(KeyRange range) => Read(range, GetRangeRequest.Types.ResultType.None);

    /// <summary>Sets the value and the owner of a key; without an owner it has none from now on.</summary>
    public static KeyOperation Put(string key, ReadOnlyMemory<byte> value, ContainerInstance? owner = null) =>
        Put(new PutKeyRequest { Key = key, Value = ByteString.CopyFrom(value.Span), Owner = owner });

    /// <summary>Sets the value and the owner of a key. The outcome has the entry before, if it was set.</summary>
    public static KeyOperation Swap(string key, ReadOnlyMemory<byte> value, ContainerInstance? owner = null) =>
        Put(new PutKeyRequest { Key = key, Value = ByteString.CopyFrom(value.Span), Owner = owner, ReturnPrevious = true });

    /// <summary>Sets the value of a key and keeps its owner.</summary>
    public static KeyOperation SetValue(string key, ReadOnlyMemory<byte> value) =>
        Put(new PutKeyRequest { Key = key, Value = ByteString.CopyFrom(value.Span), IgnoreOwner = true });

    /// <summary>Sets the owner of a key and keeps its value. Where the key is not set the whole transaction is refused.</summary>
    public static KeyOperation SetOwner(string key, ContainerInstance? owner) =>
        Put(new PutKeyRequest { Key = key, Owner = owner, IgnoreValue = true });

    /// <summary>Deletes a key. The outcome's count tells whether it was set.</summary>
    public static KeyOperation Delete(string key) => DeleteRange(KeyRange.Of(key));

    /// <summary>Deletes the keys of a range, and counts them.</summary>
    public static KeyOperation DeleteRange(KeyRange range) => Remove(range, DeleteRangeRequest.Types.ResultType.None);

    /// <summary>Deletes a key. The outcome has the entry before, if it was set.</summary>
    public static KeyOperation Pop(string key) => PopRange(KeyRange.Of(key));

    /// <summary>Deletes the keys of a range. The outcome has the entries before.</summary>
    public static KeyOperation PopRange(KeyRange range) => Remove(range, DeleteRangeRequest.Types.ResultType.Items);

    private static KeyOperation Read(KeyRange range, GetRangeRequest.Types.ResultType result) =>
        new(new OpRequest { GetRange = new GetRangeRequest { Start = range.Start, End = range.End, ResultType = result } });

    private static KeyOperation Remove(KeyRange range, DeleteRangeRequest.Types.ResultType result) =>
        new(new OpRequest { DeleteRange = new DeleteRangeRequest { Start = range.Start, End = range.End, ResultType = result } });

    private static KeyOperation Put(PutKeyRequest request)
    {
        ArgumentException.ThrowIfNullOrEmpty(request.Key, "key");
        return new KeyOperation(new OpRequest { PutKey = request });
    }
}
