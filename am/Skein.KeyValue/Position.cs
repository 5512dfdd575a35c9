using Skein.KeyValue.Changes;
using Skein.KeyValue.Segments;

namespace Skein.KeyValue;

/// <summary>A place in the chain of commits, from where the store is followed or watched: after one commit and before the next.</summary>
/// <remarks>
/// <para>It knows what its commit did, and the way on; it does not know the state, so that the kept history costs the changes and no
/// trees. Nothing of it changes but the way on.</para>
/// <para>The way on is at first the next <see cref="Revision"/>, state and all: that is how a commit is published. As soon as the
/// store's tail has come there, only the next position is left of it; and when the commits have been packed, the
/// <see cref="HistorySegment"/> that has them.</para>
/// <para>That keeps the chain short for the collector's sake, too. One that works by generations finds a position dead only when it looks
/// at the generation that the position has grown into; until then all that came after it would be kept alive by it and grow old, and
/// sweeping the oldest generation again and again would be most of what a busy store does.</para>
/// </remarks>
public sealed class Position
{
    /// <summary>What <see cref="_waiters"/> holds from the moment that the next revision is announced.</summary>
    private static readonly object Announced = new();

    /// <summary>Null, then the next <see cref="Revision"/>, then the next <see cref="Position"/>, at last the
    /// <see cref="HistorySegment"/> with the next commit.</summary>
    private object? _next;

    /// <summary>Null while nobody waits, then a <see cref="TaskCompletionSource"/> all waiters share, at last <see cref="Announced"/>.</summary>
    private object? _waiters;

    internal Position(long number, ChangeList changes, long volume)
    {
        Number = number;
        Changes = changes;
        Volume = volume;
    }

    /// <summary>Number of the revision whose commit is the last one before this place.</summary>
    public long Number { get; }

    /// <summary>What that commit did, in order; empty for the first revision and for a container that ended with no keys.</summary>
    internal ChangeList Changes { get; }

    /// <summary>Estimated bytes of all changes since the store began; the difference of two positions is what keeping the chain from the
    /// first to the second costs.</summary>
    internal long Volume { get; }

    /// <summary>The next position; null if this is the newest, or <see cref="IsCutOff"/>. Of packed commits it may be another object each time.</summary>
    internal Position? Next => Volatile.Read(ref _next) switch
    {
        Position next => next,
        Revision next => next.Position,
        HistorySegment segment => segment.Find(Number + 1),
        _ => null,
    };

    /// <summary>The next revision, until the tail has come there.</summary>
    internal Revision? NextRevision => Volatile.Read(ref _next) as Revision;

    /// <summary>Whether nothing has been committed after this.</summary>
    internal bool IsLast => Volatile.Read(ref _next) is null;

    /// <summary>Whether there was a next position that can not be had from here any more.</summary>
    internal bool IsCutOff => Volatile.Read(ref _next) is HistorySegment { IsEmptied: true };

    /// <summary>Publishes the next revision, unless there is one already. This is the moment a commit takes effect.</summary>
    internal bool TryAppend(Revision next) => Interlocked.CompareExchange(ref _next, next, null) is null;

    /// <summary>Lets go of the next revision's state, which is the tail's by now, or older.</summary>
    internal void Forget(Revision next) => Interlocked.CompareExchange(ref _next, next.Position, next);

    /// <summary>Lets go of the next position for a segment that has its commit.</summary>
    internal void LeadTo(HistorySegment segment) => Volatile.Write(ref _next, segment);

    /// <summary>Wakes whoever waits for the next revision, which is there. Any number of callers may do this, in any order.</summary>
    internal void Announce()
    {
        // Who comes later finds the next revision before starting to wait.
        if (Volatile.Read(ref _waiters) is not TaskCompletionSource)
            return;
        // One work item whatever the number of waiters: waking them is not on the committer's time.
        if (Interlocked.Exchange(ref _waiters, Announced) is TaskCompletionSource waiters)
            ThreadPool.UnsafeQueueUserWorkItem(static waiters => waiters.TrySetResult(), waiters, preferLocal: false);
    }

    /// <summary>Done when there is a next revision. Takes no thread.</summary>
    internal Task WaitForNextAsync(CancellationToken cancellation)
    {
        if (Volatile.Read(ref _waiters) is not { } waiters)
        {
            var ours = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            waiters = Interlocked.CompareExchange(ref _waiters, ours, null) ?? ours;
        }
        // It may have come before these waiters, or from a committer that was stopped before it could announce what everyone can see.
        if (!IsLast)
            Announce();
        return waiters is TaskCompletionSource shared ? shared.Task.WaitAsync(cancellation) : Task.CompletedTask;
    }
}
