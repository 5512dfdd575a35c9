using System.Collections.Immutable;
using Skein.Grpc;
using Skein.KeyValue;
using Skein.KeyValue.Changes;
using Skein.KeyValue.Watching;
using Skein.Protocol;

namespace Skein.ApplicationMaster.KeyValue;

/// <summary>One client's stream of watches.</summary>
/// <remarks>
/// A single loop answers requests and sends events, one message after the other. So the reply to a request is sent before any event of
/// the watch it made, and none after the reply that cancelled it. All watches of the stream share one watcher of the store; while
/// there are none, there is no watcher. A client that does not read holds up this loop only: the watcher is dropped when it falls
/// too far behind, and the stream fails once the message it is stuck in has been taken.
/// </remarks>
internal sealed class WatchStream(
    KeyValueStore store, KeyValueServiceOptions options, Func<int> nextId, Func<WatchResponse, ValueTask> send) : IDisposable
{
    /// <summary>Requests, commits read and messages, together, after which a stream that has more lets others go on.</summary>
    private const int MostSteps = 64;

    private readonly ReadSignal _signal = new();
    private readonly Dictionary<int, Watch> _watches = [];
    private readonly List<Watch> _concerned = [];
    private RangeIndex<Watch> _ranges = new();
    private Watcher? _watcher;
    private int _steps;

    /// <summary>Serves the stream until its requests end.</summary>
    public async Task RunAsync(IAsyncEnumerable<WatchRequest> requests, CancellationToken cancellation)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await using var incoming = requests.GetAsyncEnumerator(ending.Token);
        var request = NextAsync(incoming);
        try
        {
            while (true)
            {
                cancellation.ThrowIfCancellationRequested();
                if (request.IsCompleted)
                {
                    if (!await request)
                        return;
                    await AnswerAsync(incoming.Current);
                    await StepAsync();
                    request = NextAsync(incoming);
                }
                else if (_watcher is not null && _watcher.TryRead(out var commit))
                {
                    await SendEventsAsync(commit);
                    await StepAsync();
                }
                else if (_watcher is null || _watcher.TryRest())
                {
                    _steps = 0;
                    await _signal.WaitAsync();
                }
            }
        }
        catch (LagException)
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

    public void Dispose() => _watcher?.Dispose();

    /// <summary>Takes the next request, which sets the signal when it has come. What cancels the stream ends this, too.</summary>
    private Task<bool> NextAsync(IAsyncEnumerator<WatchRequest> incoming)
    {
        var next = incoming.MoveNextAsync().AsTask();
        next.GetAwaiter().UnsafeOnCompleted(_signal.Set);
        return next;
    }

    /// <summary>Lets others go on now and then: all streams that were at rest go on one after the other, on one thread.</summary>
    private ValueTask StepAsync()
    {
        return ++_steps % MostSteps == 0 ? YieldAsync() : default;

        static async ValueTask YieldAsync() => await Task.Yield();
    }

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

        var start = FindStart(request.StartRevision);
        var watch = Add(request);
        await send(new WatchResponse
        {
            Type = WatchResponse.Types.Type.Create,
            WatchId = watch.Id,
            Revision = start?.Number ?? watch.After,
        });
        if (start is not null)
            await SendHistoryAsync(watch, store.Watch(options.MaxWatchLag, start));
    }

    private Watch Add(WatchCreateRequest request)
    {
        _watcher ??= store.Watch(options.MaxWatchLag, signal: _signal);
        var (id, range) = (nextId(), new KeyRange(request.Start, request.End));
        var watch = new Watch(id, range, request.EventType, _watcher.Add(id, range).Number);
        _watches.Add(id, watch);
        _ranges = _ranges.With(range, id, watch);
        return watch;
    }

    /// <summary>Where a watch is to start; null: at the newest revision.</summary>
    /// <exception cref="GrpcException">It is forgotten, or none.</exception>
    private Position? FindStart(long startRevision)
    {
        if (startRevision == 0)
            return null;
        if (startRevision < 0)
            throw new GrpcException(GrpcStatusCode.InvalidArgument, $"A watch can not start at revision {startRevision}; the first one is 1");
        if (store.TryFind(startRevision - 1, out var start))
            return start;
        var oldest = store.OldestNumber + 1;
        // A new attempt of the application master counts from 1 again: waiting for this revision could skip all that comes before.
        var reason = startRevision < oldest
            ? $"Revision {startRevision} is no longer kept; the oldest is {oldest}"
            : $"Revision {startRevision} is yet to come; the newest is {store.Latest.Number}";
        throw new GrpcException(GrpcStatusCode.OutOfRange, $"{reason}. Read the keys again, and watch from the revision after that of the answer");
    }

    /// <summary>Tells a new watch what was committed before it was made. What comes later is told by the stream's own watcher.</summary>
    private async ValueTask SendHistoryAsync(Watch watch, Watcher history)
    {
        using (history)
        {
            while (history.TryRead(out var commit) && commit.Number <= watch.After)
            {
                foreach (var change in commit.Changes)
                    await SendEventAsync(change, watch, commit.Number);
                await StepAsync();
            }
        }
    }

    private ValueTask CancelAsync(int id)
    {
        if (_watches.Remove(id, out var watch))
        {
            _ranges = _ranges.Without(watch.Range, id);
            _watcher!.Remove(id);
        }

        if (_watches.Count == 0)
        {
            _watcher?.Dispose();
            _watcher = null;
        }

        return send(new WatchResponse { Type = WatchResponse.Types.Type.Cancel, WatchId = id });
    }

    private async Task SendEventsAsync(Commit commit)
    {
        foreach (var change in commit.Changes)
        {
            _concerned.Clear();
            _ranges.Find(change.FirstKey, change.LastKey, _concerned);
            _concerned.Sort(static (one, other) => one.Id.CompareTo(other.Id));
            foreach (var watch in _concerned)
            {
                if (watch.After >= commit.Number)
                    continue;
                await SendEventAsync(change, watch, commit.Number);
                await StepAsync();
            }
        }
    }

    /// <summary>Tells a watch of a change, if it is its business.</summary>
    private ValueTask SendEventAsync(Change change, Watch watch, long revision) => change switch
    {
        PutChange put => watch.WantsPuts && watch.Range.Contains(put.Entry.Key) ? SendPutAsync(put.Entry, watch, revision) : default,
        DeleteChange delete => watch.WantsDeletes ? SendDeleteAsync(delete.Within(watch.Range), watch, revision) : default,
        _ => throw new InvalidOperationException($"{change.GetType()} is no change that a watch knows."),
    };

    private ValueTask SendPutAsync(KeyValueEntry entry, Watch watch, long revision)
    {
        var message = new WatchResponse { Type = WatchResponse.Types.Type.Put, WatchId = watch.Id, Revision = revision };
        message.Event.Add(EntryMessages.ToMessage(entry));
        return send(message);
    }

    /// <summary>One message, or several where the keys are too many for one.</summary>
    private async ValueTask SendDeleteAsync(ImmutableArray<KeyValueEntry> entries, Watch watch, long revision)
    {
        for (var next = 0; next < entries.Length;)
        {
            var message = new WatchResponse { Type = WatchResponse.Types.Type.Delete, WatchId = watch.Id, Revision = revision };
            // A character of a key takes up to three bytes.
            for (var size = 0; next < entries.Length && size < AnswerLimit.MaxSize / 4; next++)
            {
                message.Event.Add(EntryMessages.ToKeyMessage(entries[next]));
                size += AnswerLimit.SizeOf(entries[next]);
            }

            await send(message);
        }
    }
}
