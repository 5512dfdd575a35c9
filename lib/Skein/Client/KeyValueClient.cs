using System.Runtime.CompilerServices;
using Google.Protobuf;
using Skein.Grpc;
using Skein.Protocol;

namespace Skein.Client;

/// <summary>
/// The key-value store of a running application. Keys are non-empty strings, values are bytes; both live until they are deleted, their
/// owner's container ends, or the application does. Safe for concurrent use.
/// </summary>
/// <remarks>
/// Every call throws <see cref="GrpcException"/>: UNAVAILABLE when the application has ended or cannot be reached, DEADLINE_EXCEEDED when
/// it does not answer in time, RESOURCE_EXHAUSTED when a message would exceed 4 MiB: read a long range in parts. Every change is a
/// revision of the store; calls that make one return its number, which is 0 from an application master that has no revisions (skein
/// 0.8.2).
/// </remarks>
public sealed class KeyValueClient
{
    private readonly GrpcChannel _channel;
    private readonly TimeSpan _deadline;

    internal KeyValueClient(GrpcChannel channel, TimeSpan deadline)
    {
        _channel = channel;
        _deadline = deadline;
    }

    /// <summary>Reads the value of a key.</summary>
    /// <returns>Its value, or null if it is not set.</returns>
    public async Task<byte[]?> GetAsync(string key, CancellationToken cancellation) =>
        (await GetEntryAsync(key, cancellation))?.Value.ToArray();

    /// <summary>Reads a key with its value and owner.</summary>
    /// <returns>The entry, or null if it is not set.</returns>
    public async Task<KeyEntry?> GetEntryAsync(string key, CancellationToken cancellation) =>
        (await ListAsync(KeyRange.Of(key), cancellation)).Entries is [var entry] ? entry : null;

    /// <summary>Whether a key is set.</summary>
    public async Task<bool> ExistsAsync(string key, CancellationToken cancellation) =>
        await CountAsync(KeyRange.Of(key), cancellation) > 0;

    /// <summary>Counts the keys of a range.</summary>
    public async Task<int> CountAsync(KeyRange range, CancellationToken cancellation) =>
        (await GetRangeAsync(range, GetRangeRequest.Types.ResultType.None, cancellation)).Count;

    /// <summary>Reads all entries of a range, as they are at one moment.</summary>
    public async Task<KeyListing> ListAsync(KeyRange range, CancellationToken cancellation)
    {
        var response = await GetRangeAsync(range, GetRangeRequest.Types.ResultType.Items, cancellation);
        return new KeyListing(KeyEntry.Of(response.Result), response.Revision);
    }

    /// <summary>Lists the keys of a range, in the store's order.</summary>
    public async Task<IReadOnlyList<string>> ListKeysAsync(KeyRange range, CancellationToken cancellation) =>
        [.. (await GetRangeAsync(range, GetRangeRequest.Types.ResultType.Keys, cancellation)).Result.Select(item => item.Key)];

    /// <summary>Sets the value and the owner of a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">Its value from now on.</param>
    /// <param name="owner">Container with whose end the key is deleted; null: it stays, also where it had an owner.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The revision with the change.</returns>
    /// <exception cref="GrpcException">INVALID_ARGUMENT: there is no such owner, or it has ended.</exception>
    public async Task<long> PutAsync(string key, ReadOnlyMemory<byte> value, ContainerInstance? owner, CancellationToken cancellation) =>
        (await PutAsync(KeyOperation.Put(key, value, owner), cancellation)).Revision;

    /// <summary>Sets the value of a key and keeps its owner, if it has one.</summary>
    /// <returns>The revision with the change.</returns>
    public async Task<long> SetValueAsync(string key, ReadOnlyMemory<byte> value, CancellationToken cancellation) =>
        (await PutAsync(KeyOperation.SetValue(key, value), cancellation)).Revision;

    /// <summary>Sets the owner of a key and keeps its value.</summary>
    /// <param name="key">The key.</param>
    /// <param name="owner">Container with whose end the key is deleted; null: it stays.</param>
    /// <param name="cancellation">Ends the call.</param>
    /// <returns>The revision with the change.</returns>
    /// <exception cref="GrpcException">
    /// FAILED_PRECONDITION: the key is not set. INVALID_ARGUMENT: there is no such owner, or it has ended.
    /// </exception>
    public async Task<long> SetOwnerAsync(string key, ContainerInstance? owner, CancellationToken cancellation) =>
        (await PutAsync(KeyOperation.SetOwner(key, owner), cancellation)).Revision;

    /// <summary>Sets the value and the owner of a key, as <see cref="PutAsync(string, ReadOnlyMemory{byte}, ContainerInstance?, CancellationToken)"/> does.</summary>
    /// <returns>What the key held before, or null if it was not set.</returns>
    public async Task<KeyEntry?> SwapAsync(
        string key, ReadOnlyMemory<byte> value, ContainerInstance? owner, CancellationToken cancellation) =>
        (await PutAsync(KeyOperation.Swap(key, value, owner), cancellation)).Previous is { } previous ? KeyEntry.Of(previous) : null;

    /// <summary>Deletes a key.</summary>
    /// <returns>Whether it was set.</returns>
    public async Task<bool> DeleteAsync(string key, CancellationToken cancellation) =>
        await DeleteRangeAsync(KeyRange.Of(key), cancellation) > 0;

    /// <summary>Deletes the keys of a range, all in one revision.</summary>
    /// <returns>How many there were.</returns>
    public async Task<int> DeleteRangeAsync(KeyRange range, CancellationToken cancellation) =>
        (await DeleteAsync(range, DeleteRangeRequest.Types.ResultType.None, cancellation)).Count;

    /// <summary>Deletes a key and returns what it held.</summary>
    /// <returns>The entry, or null if it was not set.</returns>
    public async Task<KeyEntry?> PopAsync(string key, CancellationToken cancellation) =>
        (await PopRangeAsync(KeyRange.Of(key), cancellation)).Entries is [var entry] ? entry : null;

    /// <summary>Deletes the keys of a range, all in one revision, and returns what they held.</summary>
    public async Task<KeyListing> PopRangeAsync(KeyRange range, CancellationToken cancellation)
    {
        var response = await DeleteAsync(range, DeleteRangeRequest.Types.ResultType.Items, cancellation);
        return new KeyListing(KeyEntry.Of(response.Result), response.Revision);
    }

    /// <summary>Does a transaction: its conditions and the operations that they choose are one step for everyone else.</summary>
    /// <exception cref="GrpcException">
    /// INVALID_ARGUMENT or FAILED_PRECONDITION: a put of the chosen operations is refused, as it would be alone; nothing is done then.
    /// </exception>
    /// <example>Takes a lock, or tells who has it:<code>
    /// var outcome = await keyValue.TransactAsync(
    ///     new KeyTransaction()
    ///         .If(KeyCondition.Missing("lock"))
    ///         .Then(KeyOperation.Put("lock", "mine"u8.ToArray(), owner: me))
    ///         .Else(KeyOperation.Get("lock")),
    ///     cancellation);
    /// var holder = outcome.Succeeded ? me : outcome.Results[0].Entry?.Owner;
    /// </code></example>
    public async Task<TransactionOutcome> TransactAsync(KeyTransaction transaction, CancellationToken cancellation) =>
        TransactionOutcome.Of(await CallAsync(ApplicationMasterMethods.Transaction, transaction.ToRequest(), cancellation));

    /// <summary>Waits until a key is set.</summary>
    /// <param name="key">The key.</param>
    /// <param name="cancellation">Ends the wait; there is no other limit.</param>
    /// <returns>Its value.</returns>
    /// <exception cref="GrpcException">
    /// UNAVAILABLE: by its origin, the application ended first, it was never reached, or the connection was lost.
    /// </exception>
    public async Task<byte[]> WaitAsync(string key, CancellationToken cancellation)
    {
        try
        {
            await using var watch = await OpenWatchAsync(KeyRange.Of(key), KeyEventKind.Put, fromRevision: 0, cancellation);
            // Only now does the watch see every later change, so a key that was set before is found by reading, and none is missed.
            var (present, unread) = await TryGetAsync(key, cancellation);
            return present ?? await NextPutAsync(watch, unread, cancellation);
        }
        catch (GrpcException e) when (e is { Status: GrpcStatusCode.Unavailable, Origin: GrpcOrigin.Server })
        {
            throw new GrpcException(e.Status, $"The application ended before key '{key}' was set: {e.Message}", e);
        }
        catch (GrpcException e) when (e is { Status: GrpcStatusCode.Unavailable, Origin: GrpcOrigin.Connection })
        {
            throw new GrpcException(
                e.Status, $"The wait for key '{key}' was cut off; see whether the application still runs, and wait again. {e.Message}", e)
            {
                Origin = e.Origin,
            };
        }
    }

    /// <summary>Follows the changes of a range of keys from now on. See the other overload.</summary>
    public IAsyncEnumerable<KeyEvent> WatchAsync(KeyRange range, CancellationToken cancellation) =>
        WatchAsync(range, kind: null, fromRevision: 0, cancellation);

    /// <summary>Follows the changes of a range of keys, each once and in order, until it is cancelled or the application ends.</summary>
    /// <param name="range">The keys.</param>
    /// <param name="kind">Which changes are reported; null: all.</param>
    /// <param name="fromRevision">
    /// The first revision whose changes are reported; 0: those from now on. The application master keeps its last 16 MiB of changes, and
    /// one without revisions ignores it.
    /// </param>
    /// <param name="cancellation">Ends the watch.</param>
    /// <exception cref="GrpcException">
    /// UNAVAILABLE: the application ended. RESOURCE_EXHAUSTED: the events are read too slowly. OUT_OF_RANGE: the changes since
    /// <paramref name="fromRevision"/> are no longer kept, or it is yet to come; read the range anew.
    /// </exception>
    /// <example>Reads a range, and then what becomes of it, without a gap:<code>
    /// var listing = await keyValue.ListAsync(range, cancellation);
    /// await foreach (var change in keyValue.WatchAsync(range, kind: null, listing.Revision + 1, cancellation))
    ///     Console.WriteLine($"{change.Revision} {change.Kind} {change.Key} {change.Entry.Text}");
    /// </code></example>
    public async IAsyncEnumerable<KeyEvent> WatchAsync(
        KeyRange range, KeyEventKind? kind, long fromRevision, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var watch = await OpenWatchAsync(range, kind, fromRevision, cancellation);
        await foreach (var change in watch.WithCancellation(cancellation))
            yield return change;
    }

    /// <summary>
    /// Opens a watch, and returns when the application master has confirmed it: for programs that have something to do between then and
    /// the first event, such as reading what is there already. Parameters and errors are those of
    /// <see cref="WatchAsync(KeyRange, KeyEventKind?, long, CancellationToken)"/>.
    /// </summary>
    public Task<KeyWatch> OpenWatchAsync(KeyRange range, KeyEventKind? kind, long fromRevision, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(fromRevision);
        var create = new WatchCreateRequest
        {
            Start = range.Start,
            End = range.End,
            EventType = kind switch
            {
                null => WatchCreateRequest.Types.Type.All,
                KeyEventKind.Put => WatchCreateRequest.Types.Type.Put,
                KeyEventKind.Delete => WatchCreateRequest.Types.Type.Delete,
                _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "A change is a put or a delete"),
            },
            StartRevision = fromRevision,
        };
        return KeyWatch.OpenAsync(_channel, create, cancellation);
    }

    private async Task<(byte[]? Value, GrpcException? Unread)> TryGetAsync(string key, CancellationToken cancellation)
    {
        try
        {
            return (await GetAsync(key, cancellation), null);
        }
        catch (GrpcException e) when (e is { Status: GrpcStatusCode.Unavailable, Origin: not GrpcOrigin.Server })
        {
            return (null, e);
        }
    }

    // A key that could not be read is waited for no longer than a call may take: where the application has ended, the watch tells so at once.
    private async Task<byte[]> NextPutAsync(KeyWatch watch, GrpcException? unread, CancellationToken cancellation)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        if (unread is not null)
            limit.CancelAfter(_deadline);
        try
        {
            await using var puts = watch.GetAsyncEnumerator(limit.Token);
            await puts.MoveNextAsync();
            return puts.Current.Entry.Value.ToArray();
        }
        catch (OperationCanceledException) when (unread is not null && !cancellation.IsCancellationRequested)
        {
            throw unread;
        }
    }

    private Task<GetRangeResponse> GetRangeAsync(
        KeyRange range, GetRangeRequest.Types.ResultType result, CancellationToken cancellation) =>
        CallAsync(
            ApplicationMasterMethods.GetRange,
            new GetRangeRequest { Start = range.Start, End = range.End, ResultType = result },
            cancellation);

    private Task<DeleteRangeResponse> DeleteAsync(
        KeyRange range, DeleteRangeRequest.Types.ResultType result, CancellationToken cancellation) =>
        CallAsync(
            ApplicationMasterMethods.DeleteRange,
            new DeleteRangeRequest { Start = range.Start, End = range.End, ResultType = result },
            cancellation);

    private Task<PutKeyResponse> PutAsync(KeyOperation put, CancellationToken cancellation) =>
        CallAsync(ApplicationMasterMethods.PutKey, put.Request.PutKey, cancellation);

    private Task<TResponse> CallAsync<TRequest, TResponse>(
        GrpcMethod<TRequest, TResponse> method, TRequest request, CancellationToken cancellation)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse> =>
        _channel.CallAsync(method, request, _deadline, cancellation);
}
