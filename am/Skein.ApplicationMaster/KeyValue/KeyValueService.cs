using Skein.Grpc;
using Skein.KeyValue;
using Skein.KeyValue.Operations;
using Skein.Protocol;

namespace Skein.ApplicationMaster.KeyValue;

/// <summary>The key-value procedures of <c>skein.AppMaster</c> over a store.</summary>
public sealed class KeyValueService
{
    private readonly KeyValueStore _store;
    private readonly KeyValueServiceOptions _options;
    private readonly Func<Owner, OwnerState> _owners;
    private int _lastWatchId = -1;

    /// <summary>Makes the service.</summary>
    /// <param name="store">The store, which others may use at the same time.</param>
    /// <param name="containers">Decides which containers may own keys.</param>
    /// <param name="options">Bounds; null for the defaults.</param>
    public KeyValueService(KeyValueStore store, IContainerDirectory containers, KeyValueServiceOptions? options = null)
    {
        _store = store;
        _options = options ?? new KeyValueServiceOptions();
        _owners = owner => containers.Find(owner.Service, owner.Instance);
    }

    /// <summary>Adds the procedures to those of a server.</summary>
    public void Map(GrpcRoutes routes) => routes
        .MapUnary(ApplicationMasterMethods.GetRange, (request, _) => Task.FromResult(GetRange(request)))
        .MapUnary(ApplicationMasterMethods.PutKey, (request, _) => Task.FromResult(PutKey(request)))
        .MapUnary(ApplicationMasterMethods.DeleteRange, (request, _) => Task.FromResult(DeleteRange(request)))
        .MapUnary(ApplicationMasterMethods.Transaction, (request, _) => Task.FromResult(Transact(request)))
        .MapDuplex(
            ApplicationMasterMethods.Watch,
            (requests, responses, call) => WatchAsync(requests, response => responses.WriteAsync(response), call.Cancellation));

    /// <summary>Reads a range.</summary>
    /// <exception cref="GrpcException">The range is too large for an answer.</exception>
    public GetRangeResponse GetRange(GetRangeRequest request)
    {
        // A read needs no operation: the newest revision's entries are there to be looked at.
        var latest = _store.Latest;
        var range = new KeyRange(request.Start, request.End);
        var found = OperationMessages.IsCountOnly(request) ? [] : latest.Entries.List(range);
        var count = OperationMessages.IsCountOnly(request) ? latest.Entries.CountOf(range) : found.Length;
        var result = new RangeResult(count, found);
        AnswerLimit.Check(OperationMessages.SizeOf(request, result), "The range holds {0} keys", count);
        var response = OperationMessages.ToResponse(request, result);
        response.Revision = latest.Number;
        return response;
    }

    /// <summary>Sets a key.</summary>
    /// <exception cref="GrpcException">The put is refused.</exception>
    public PutKeyResponse PutKey(PutKeyRequest request)
    {
        var result = Accept<PutResult>(_store.Execute(OperationMessages.FromRequest(request), _owners, out var revision));
        var response = OperationMessages.ToResponse(request, result);
        response.Revision = revision;
        return response;
    }

    /// <summary>Removes a range.</summary>
    /// <exception cref="GrpcException">The range was removed, and is too large for an answer.</exception>
    public DeleteRangeResponse DeleteRange(DeleteRangeRequest request)
    {
        var result = Accept<RangeResult>(_store.Execute(OperationMessages.FromRequest(request), _owners, out var revision));
        AnswerLimit.Check(OperationMessages.SizeOf(request, result), "{0} keys were deleted", result.Count);
        var response = OperationMessages.ToResponse(request, result);
        response.Revision = revision;
        return response;
    }

    /// <summary>Does a transaction.</summary>
    /// <exception cref="GrpcException">A put of the branch taken is refused, and so nothing is done; or the request is malformed; or the
    /// transaction was done, and its results are too large for an answer.</exception>
    public TransactionResponse Transact(TransactionRequest request)
    {
        var result = _store.Execute(TransactionMessages.FromRequest(request), _owners, out var revision);
        if (result.Refusal is { } refusal)
            throw RefusalStatus.Of(refusal);
        AnswerLimit.Check(TransactionMessages.SizeOf(request, result), "The transaction was done");
        var response = TransactionMessages.ToResponse(request, result);
        response.Revision = revision;
        return response;
    }

    /// <summary>Serves one stream of watches until its requests end.</summary>
    /// <param name="requests">What the client asks for.</param>
    /// <param name="send">Sends one response; awaited before the next one is sent.</param>
    /// <param name="cancellation">Ends the stream.</param>
    /// <exception cref="GrpcException">The client reads too slowly or asks for too much; or a request is malformed.</exception>
    /// <exception cref="OperationCanceledException">The stream was cancelled.</exception>
    public async Task WatchAsync(
        IAsyncEnumerable<WatchRequest> requests, Func<WatchResponse, ValueTask> send, CancellationToken cancellation)
    {
        using var stream = new WatchStream(_store, _options, () => Interlocked.Increment(ref _lastWatchId), send);
        await stream.RunAsync(requests, cancellation);
    }

    private static TResult Accept<TResult>(OperationResult result)
        where TResult : OperationResult =>
        result is Refusal refusal ? throw RefusalStatus.Of(refusal) : (TResult)result;
}
