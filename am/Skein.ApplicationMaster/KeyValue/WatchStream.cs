using System.Collections.Immutable;
using Skein.Grpc;
using Skein.KeyValue;
using Skein.KeyValue.Changes;
using Skein.Protocol;

namespace Skein.ApplicationMaster.KeyValue;

/// <summary>One client's stream of watches.</summary>
/// <remarks>
/// A single loop answers requests and sends events, one message after the other. So the reply to a request is sent before any event of
/// the watch it made, and none after the reply that cancelled it. All watches of the stream share one follower of the store; while
/// there are none, there is no follower. A client that does not read holds up this loop only: the follower is dropped when it falls
/// too far behind, and the stream fails once the message it is stuck in has been taken.
/// </remarks>
internal sealed class WatchStream(
    KeyValueStore store, KeyValueServiceOptions options, Func<int> nextId, Func<WatchResponse, ValueTask> send) : IDisposable
{
    private readonly List<Watch> _watches = [];
    private Follower? _follower;

    /// <summary>Serves the stream until its requests end.</summary>
    public async Task RunAsync(IAsyncEnumerable<WatchRequest> requests, CancellationToken cancellation)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await using var incoming = requests.GetAsyncEnumerator(ending.Token);
        var request = incoming.MoveNextAsync().AsTask();
        try
        {
            var commits = Task.CompletedTask;
            while (true)
            {
                cancellation.ThrowIfCancellationRequested();
                if (request.IsCompleted)
                {
                    if (!await request)
                        return;
                    await AnswerAsync(incoming.Current);
                    request = incoming.MoveNextAsync().AsTask();
                }
                else if (_follower is null)
                {
                    await Task.WhenAny(request);
                }
                else if (_follower.TryRead(out var commit))
                {
                    await SendEventsAsync(commit);
                }
                else
                {
                    // A wait that a request has overtaken is still good, and is not to be doubled.
                    if (commits.IsCompleted)
                        commits = _follower.WaitAsync(ending.Token);
                    await Task.WhenAny(request, commits);
                }
            }
        }
        catch (FollowerLagException)
        {
            throw new GrpcException(
                GrpcStatusCode.ResourceExhausted,
                $"The watch stream was ended because its client is more than {options.MaxWatchLag / 1024} KiB of changes behind; "
                + "read its events faster, or watch fewer keys");
        }
        finally
        {
            // Requests can not be disposed of while one is being waited for.
            await ending.CancelAsync();
            await Task.WhenAny(request);
        }
    }

    public void Dispose() => _follower?.Dispose();

    private ValueTask AnswerAsync(WatchRequest request) => request.RequestCase switch
    {
        WatchRequest.RequestOneofCase.Create => CreateAsync(request.Create),
        WatchRequest.RequestOneofCase.Cancel => CancelAsync(request.Cancel.WatchId),
        _ => throw new GrpcException(GrpcStatusCode.InvalidArgument, "A request of the watch stream is neither create nor cancel"),
    };

    private async ValueTask CreateAsync(WatchCreateRequest request)
    {
        if (_watches.Count >= options.MaxWatchesPerStream)
        {
            throw new GrpcException(
                GrpcStatusCode.ResourceExhausted,
                $"The stream has {_watches.Count} watches, which is as many as one stream may have; cancel some or open another stream");
        }

        var latest = store.Latest;
        var missed = MissedCommits(request.StartRevision, latest);
        _follower ??= store.Follow(latest, options.MaxWatchLag);
        var watch = new Watch(nextId(), new KeyRange(request.Start, request.End), request.EventType, latest.Number);
        _watches.Add(watch);
        await send(new WatchResponse
        {
            Type = WatchResponse.Types.Type.Create,
            WatchId = watch.Id,
            Revision = request.StartRevision == 0 ? latest.Number : request.StartRevision - 1,
        });
        foreach (var commit in missed)
        {
            foreach (var change in commit.Changes)
            {
                if (ToEvent(change, watch, commit.Number) is { } message)
                    await send(message);
            }
        }
    }

    /// <summary>The commits that a watch has to be told of before those that come.</summary>
    /// <exception cref="GrpcException">They are forgotten, or the revision is none.</exception>
    private ImmutableArray<Commit> MissedCommits(long startRevision, Revision latest)
    {
        if (startRevision == 0)
            return [];
        if (startRevision < 0)
            throw new GrpcException(GrpcStatusCode.InvalidArgument, $"A watch can not start at revision {startRevision}; the first one is 1");
        // Numbers start again with each attempt of the application master: waiting for this one could skip all that comes before.
        if (startRevision > latest.Number + 1)
        {
            throw new GrpcException(
                GrpcStatusCode.OutOfRange,
                $"A watch can not start at revision {startRevision}, which is yet to come; the newest is {latest.Number}. "
                + "Read the keys again, and watch from the revision after that of the answer");
        }

        if (store.TryReadHistory(startRevision, latest, out var commits))
            return commits;
        throw new GrpcException(
            GrpcStatusCode.OutOfRange,
            $"Revision {startRevision} is no longer kept; the oldest is {store.OldestCommit}. "
            + "Read the keys again, and watch from the revision after that of the answer");
    }

    private ValueTask CancelAsync(int id)
    {
        _watches.RemoveAll(watch => watch.Id == id);
        if (_watches.Count == 0)
        {
            _follower?.Dispose();
            _follower = null;
        }

        return send(new WatchResponse { Type = WatchResponse.Types.Type.Cancel, WatchId = id });
    }

    private async Task SendEventsAsync(Commit commit)
    {
        foreach (var change in commit.Changes)
        {
            foreach (var watch in _watches)
            {
                if (watch.After < commit.Number && ToEvent(change, watch, commit.Number) is { } message)
                    await send(message);
            }
        }
    }

    /// <summary>The message a watch is sent about a change; null if the change is not its business.</summary>
    private static WatchResponse? ToEvent(Change change, Watch watch, long revision) => change switch
    {
        PutChange put => watch.WantsPuts && watch.Range.Contains(put.Entry.Key) ? ToPutEvent(put.Entry, watch, revision) : null,
        DeleteChange delete => watch.WantsDeletes ? ToDeleteEvent(delete.Entries, watch, revision) : null,
        _ => throw new InvalidOperationException($"{change.GetType()} is no change that a watch knows."),
    };

    private static WatchResponse ToPutEvent(KeyValueEntry entry, Watch watch, long revision) => new()
    {
        Type = WatchResponse.Types.Type.Put,
        WatchId = watch.Id,
        Revision = revision,
        Event = { EntryMessages.ToMessage(entry) },
    };

    private static WatchResponse? ToDeleteEvent(ImmutableArray<KeyValueEntry> entries, Watch watch, long revision)
    {
        WatchResponse? message = null;
        foreach (var entry in entries)
        {
            if (!watch.Range.Contains(entry.Key))
                continue;
            message ??= new WatchResponse { Type = WatchResponse.Types.Type.Delete, WatchId = watch.Id, Revision = revision };
            message.Event.Add(EntryMessages.ToKeyMessage(entry));
        }

        return message;
    }
}
