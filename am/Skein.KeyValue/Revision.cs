using System.Collections.Immutable;
using Skein.KeyValue.Changes;
using Skein.KeyValue.Ordered;

namespace Skein.KeyValue;

/// <summary>The state of the store between two commits, and what led to it from the state before.</summary>
/// <remarks>
/// <para>Nothing of a revision changes but the reference to the next one, which is set once, and taken away when nobody can need it
/// any more.</para>
/// <para>It is taken away for the collector's sake. One that works by generations finds a revision dead only when it looks at the
/// generation that the revision has grown into; until then all that came after it would be kept alive by it and grow old, too, and
/// sweeping the oldest generation again and again would be most of what a busy store does.</para>
/// </remarks>
public sealed class Revision
{
    /// <summary>What <see cref="_next"/> holds once the chain has been cut here.</summary>
    private static readonly Revision Cut = new(-1, default, default, [], 0);

    /// <summary>What <see cref="_waiters"/> holds from the moment that the next revision is announced.</summary>
    private static readonly object Announced = new();

    private Revision? _next;

    /// <summary>Null while nobody waits, then a <see cref="TaskCompletionSource"/> all waiters share, at last <see cref="Announced"/>.</summary>
    private object? _waiters;

    internal Revision(
        long number,
        EntryMap entries,
        BPlusTree<OwnedKey, OwnedKey, OwnedKeysByOwner> byOwner,
        ImmutableArray<Change> changes,
        long volume)
    {
        Number = number;
        Entries = entries;
        ByOwner = byOwner;
        Changes = changes;
        Volume = volume;
    }

    /// <summary>Counts commits: 0 for the empty store, and one more for each commit.</summary>
    public long Number { get; }

    /// <summary>The whole store at this revision.</summary>
    public EntryMap Entries { get; }

    /// <summary>What this revision's commit did, in order; empty for the first revision and for a container that ended with no keys.</summary>
    public ImmutableArray<Change> Changes { get; }

    /// <summary>The keys of <see cref="Entries"/> that have an owner, by owner.</summary>
    internal BPlusTree<OwnedKey, OwnedKey, OwnedKeysByOwner> ByOwner { get; }

    /// <summary>Estimated bytes of all changes since the store began; the difference of two revisions is what keeping the first alive
    /// costs, on top of one copy of the store.</summary>
    internal long Volume { get; }

    /// <summary>The next revision; null if this is the newest, or <see cref="IsCutOff"/>.</summary>
    internal Revision? Next => Volatile.Read(ref _next) is { } next && !ReferenceEquals(next, Cut) ? next : null;

    /// <summary>Whether there was a next revision that can not be had from here any more.</summary>
    internal bool IsCutOff => ReferenceEquals(Volatile.Read(ref _next), Cut);

    /// <summary>Publishes the next revision, unless there is one already. This is the moment a commit takes effect.</summary>
    internal bool TryAppend(Revision next) => Interlocked.CompareExchange(ref _next, next, null) is null;

    /// <summary>Lets go of the next revision, which is there.</summary>
    internal void CutOff() => Volatile.Write(ref _next, Cut);

    /// <summary>Wakes whoever waits for the next revision, which is there. Any number of callers may do this, in any order.</summary>
    internal void Announce()
    {
        if (ReferenceEquals(Volatile.Read(ref _waiters), Announced))
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
        // The committer may have been stopped between its two steps, before it could announce what everyone can see already.
        if (Next is not null)
            Announce();
        return waiters is TaskCompletionSource shared ? shared.Task.WaitAsync(cancellation) : Task.CompletedTask;
    }
}
