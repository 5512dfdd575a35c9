using Skein.KeyValue;
using Skein.KeyValue.Operations;
using Skein.Protocol;

namespace Skein.ApplicationMaster.KeyValue;

/// <summary>Requests as operations, and results as responses.</summary>
internal static class OperationMessages
{
    /// <summary>Whether only the number of entries is asked for. A kind of result that is not known counts as all of the entry.</summary>
    public static bool IsCountOnly(GetRangeRequest request) => request.ResultType == GetRangeRequest.Types.ResultType.None;

    public static GetRange FromRequest(GetRangeRequest request) => new(new KeyRange(request.Start, request.End), IsCountOnly(request));

    public static DeleteRange FromRequest(DeleteRangeRequest request) => new(new KeyRange(request.Start, request.End));

    public static Put FromRequest(PutKeyRequest request) => new()
    {
        Key = request.Key,
        Value = request.Value.Memory,
        Owner = EntryMessages.FromMessage(request.Owner),
        KeepValue = request.IgnoreValue,
        KeepOwner = request.IgnoreOwner,
    };

    public static GetRangeResponse ToResponse(GetRangeRequest request, RangeResult result)
    {
        var response = new GetRangeResponse { Count = result.Count, ResultType = request.ResultType };
        if (IsCountOnly(request))
            return response;
        var keysOnly = request.ResultType == GetRangeRequest.Types.ResultType.Keys;
        response.Result.Capacity = result.Count;
        foreach (var entry in result.Entries)
            response.Result.Add(keysOnly ? EntryMessages.ToKeyMessage(entry) : EntryMessages.ToMessage(entry));
        return response;
    }

    public static DeleteRangeResponse ToResponse(DeleteRangeRequest request, RangeResult result)
    {
        var response = new DeleteRangeResponse { Count = result.Count, ResultType = request.ResultType };
        if (request.ResultType == DeleteRangeRequest.Types.ResultType.None)
            return response;
        var keysOnly = request.ResultType == DeleteRangeRequest.Types.ResultType.Keys;
        response.Result.Capacity = result.Count;
        foreach (var entry in result.Entries)
            response.Result.Add(keysOnly ? EntryMessages.ToKeyMessage(entry) : EntryMessages.ToMessage(entry));
        return response;
    }

    public static PutKeyResponse ToResponse(PutKeyRequest request, PutResult result)
    {
        var response = new PutKeyResponse { ReturnPrevious = request.ReturnPrevious };
        if (request.ReturnPrevious && result.Previous is { } previous)
            response.Previous = EntryMessages.ToMessage(previous);
        return response;
    }
}
