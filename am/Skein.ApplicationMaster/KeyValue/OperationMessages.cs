using Skein.Grpc;
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

    /// <exception cref="GrpcException">INVALID_ARGUMENT: the entry would be too large.</exception>
    public static Put FromRequest(PutKeyRequest request)
    {
        AnswerLimit.CheckEntry(request);
        return new Put
        {
            Key = request.Key,
            Value = request.Value.Memory,
            Owner = EntryMessages.FromMessage(request.Owner),
            KeepValue = request.IgnoreValue,
            KeepOwner = request.IgnoreOwner,
        };
    }

    /// <summary>About how many bytes of an answer a result takes.</summary>
    public static long SizeOf(GetRangeRequest request, RangeResult result) =>
        IsCountOnly(request) ? 0 : AnswerLimit.SizeOf(result, IsKeysOnly(request));

    /// <inheritdoc cref="SizeOf(GetRangeRequest, RangeResult)"/>
    public static long SizeOf(DeleteRangeRequest request, RangeResult result) =>
        IsCountOnly(request) ? 0 : AnswerLimit.SizeOf(result, IsKeysOnly(request));

    public static GetRangeResponse ToResponse(GetRangeRequest request, RangeResult result)
    {
        var response = new GetRangeResponse { Count = result.Count, ResultType = request.ResultType };
        if (IsCountOnly(request))
            return response;
        var keysOnly = IsKeysOnly(request);
        response.Result.Capacity = result.Count;
        foreach (var entry in result.Entries)
            response.Result.Add(keysOnly ? EntryMessages.ToKeyMessage(entry) : EntryMessages.ToMessage(entry));
        return response;
    }

    public static DeleteRangeResponse ToResponse(DeleteRangeRequest request, RangeResult result)
    {
        var response = new DeleteRangeResponse { Count = result.Count, ResultType = request.ResultType };
        if (IsCountOnly(request))
            return response;
        var keysOnly = IsKeysOnly(request);
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

    private static bool IsKeysOnly(GetRangeRequest request) => request.ResultType == GetRangeRequest.Types.ResultType.Keys;

    private static bool IsCountOnly(DeleteRangeRequest request) => request.ResultType == DeleteRangeRequest.Types.ResultType.None;

    private static bool IsKeysOnly(DeleteRangeRequest request) => request.ResultType == DeleteRangeRequest.Types.ResultType.Keys;
}
