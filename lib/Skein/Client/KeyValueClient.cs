using System.Runtime.CompilerServices;
using Google.Protobuf;
using Skein.Grpc;
using Skein.Protocol;

namespace Skein.Client;

/// <summary>
/// The key-value store of a running application. Keys are non-empty strings, values are bytes; both live until they are deleted, their
/// owner's container ends, or the application does.
/// </summary>
public sealed class KeyValueClient
{
    private readonly GrpcChannel _channel;
    private readonly TimeSpan _deadline;

    internal KeyValueClient(GrpcChannel channel, TimeSpan deadline)
    {
        _channel = channel;
        _deadline = deadline;
    }

    /// <summary>Reads a key.</summary>
    /// <returns>Its value, or null if it is not set.</returns>
    public async Task<byte[]?> GetAsync(string key, CancellationToken cancellation)
    {
        var range = KeyRange.Of(key);
        var response = await CallAsync(
            ApplicationMasterMethods.GetRange, new GetRangeRequest { Start = range.Start, End = range.End }, cancellation);
        return response.Result.Count == 0 ? null : response.Result[0].Value.ToByteArray();
    }

    /// <summary>Sets a key.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">Its value from now on.</param>
    /// <param name="owner">Container with whose end the key is deleted; null: it stays.</param>
    /// <param name="cancellation">Ends the call.</param>
    public Task PutAsync(string key, ReadOnlyMemory<byte> value, ContainerInstance? owner, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        return CallAsync(
            ApplicationMasterMethods.PutKey,
            new PutKeyRequest { Key = key, Value = ByteString.CopyFrom(value.Span), Owner = owner },
            cancellation);
    }

    /// <summary>Deletes a key.</summary>
    /// <returns>Whether it was set.</returns>
    public async Task<bool> DeleteAsync(string key, CancellationToken cancellation)
    {
        var range = KeyRange.Of(key);
        var response = await CallAsync(
            ApplicationMasterMethods.DeleteRange, new DeleteRangeRequest { Start = range.Start, End = range.End }, cancellation);
        return response.Count > 0;
    }

    /// <summary>Lists the keys that start with a prefix, in the store's order.</summary>
    /// <param name="prefix">The prefix; empty: all keys.</param>
    /// <param name="cancellation">Ends the call.</param>
    public async Task<IReadOnlyList<string>> ListKeysAsync(string prefix, CancellationToken cancellation)
    {
        var range = KeyRange.Around(prefix);
        var response = await CallAsync(
            ApplicationMasterMethods.GetRange,
            new GetRangeRequest { Start = range.Start, End = range.End, ResultType = GetRangeRequest.Types.ResultType.Keys },
            cancellation);
        return [.. response.Result.Select(item => item.Key).Where(key => key.StartsWith(prefix, StringComparison.Ordinal))];
    }

    /// <summary>Waits until a key is set.</summary>
    /// <param name="key">The key.</param>
    /// <param name="cancellation">Ends the wait; there is no other limit.</param>
    /// <returns>Its value.</returns>
    /// <exception cref="GrpcException">UNAVAILABLE: the application ended first.</exception>
    public async Task<byte[]> WaitAsync(string key, CancellationToken cancellation)
    {
        var range = KeyRange.Of(key);
        try
        {
            await foreach (var response in WatchAsync(range.Start, range.End, WatchCreateRequest.Types.Type.Put, cancellation))
            {
                // Only now does the watch see every later change, so a key that was set before is found by reading, and none is missed.
                if (response.Type == WatchResponse.Types.Type.Create && await GetAsync(key, cancellation) is { } present)
                    return present;
                if (response.Type == WatchResponse.Types.Type.Put)
                    return response.Event[0].Value.ToByteArray();
            }
        }
        catch (GrpcException e) when (e.Status == GrpcStatusCode.Unavailable)
        {
            throw Ended(key, e.Message, e);
        }

        throw Ended(key, "the application master closed the watch", null);
    }

    /// <summary>
    /// Follows the changes of a range of keys. The first response is of type CREATE: every change after it is reported, in order, one
    /// response per change.
    /// </summary>
    /// <param name="start">First key; empty: from the beginning.</param>
    /// <param name="end">Key behind the last; empty: to the end.</param>
    /// <param name="type">Which changes to report.</param>
    /// <param name="cancellation">Ends the watch.</param>
    /// <exception cref="GrpcException">UNAVAILABLE: the application ended.</exception>
    public async IAsyncEnumerable<WatchResponse> WatchAsync(
        string start, string end, WatchCreateRequest.Types.Type type, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var call = _channel.OpenDuplex(ApplicationMasterMethods.Watch, cancellation);
        var create = new WatchCreateRequest { Start = start, End = end, EventType = type };
        await call.WriteAsync(new WatchRequest { Create = create }, cancellation);
        await foreach (var response in call.ReadAllAsync(cancellation))
            yield return response;
    }

    private static GrpcException Ended(string key, string reason, Exception? cause) =>
        new(GrpcStatusCode.Unavailable, $"The application ended before key '{key}' was set: {reason}", cause);

    private Task<TResponse> CallAsync<TRequest, TResponse>(
        GrpcMethod<TRequest, TResponse> method, TRequest request, CancellationToken cancellation)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse> =>
        _channel.CallAsync(method, request, _deadline, cancellation);
}
