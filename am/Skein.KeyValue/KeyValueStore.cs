using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Skein.KeyValue.Operations;
using Skein.KeyValue.Transactions;
using Skein.KeyValue.Watching;

namespace Skein.KeyValue;

/// <summary>An ordered key-value store in memory, with transactions, owners and watches. Nothing in it ever waits for a lock.</summary>
/// <remarks>
/// <para>A revision is the whole state (an immutable tree that shares nearly all of itself with the revision before) at a position of
/// the chain of commits. A position knows what its commit changed, and the way on, which is the only thing about it that is ever set
/// later. Two puts and a delete make this chain; a follower that has read the first of them stands at position 1:</para>
/// <code>
///   0 ──► 1 ───────► 2 ───────► 3 {b=y}
///         put a=x    put b=y    delete a
///         ▲ follower            ▲ tail
/// </code>
/// <para>A commit reads the newest revision, computes the next one from it, and sets the way on from the newest one's position, from
/// null to the next revision: one atomic step that publishes the state and the log of changes together. If another commit was faster,
/// it starts over from that one's revision. Then it moves the tail on, and leaves of the revision before the tail's only the position.
/// A thread that is stopped in between does no harm: whoever finds that the tail has a successor moves the tail first (<see
/// cref="Latest"/>), so nobody works on, or reads from, an old revision.</para>
/// <para>So a read never waits, a transaction is a function of one revision, and a follower (<see cref="Follow"/>) sees every commit
/// after its position once and in order. Positions further back are packed into bytes; the chain is cut behind the last commits that fit
/// into a bound (<see cref="History"/>), and behind the slowest follower; what is before the cut is garbage.</para>
/// <para>A write that was overtaken several times is left to all writers together (<see cref="OvertakenWrite"/>).</para>
/// </remarks>
public sealed class KeyValueStore
{
    /// <summary>Segments of a full history, at the least: they go as a whole, so a short history has smaller ones.</summary>
    private const int LeastSegments = 256;

    private readonly History _history;
    private ImmutableHashSet<Follower> _followers = [];
    private Revision _tail = new(new Position(0, default, 0), default, default);
    private OvertakenWrite? _overtaken;

    /// <summary>Makes an empty store.</summary>
    /// <param name="historyVolume">Bytes of changes (an estimate) that are kept for <see cref="TryFind"/> and for watchers that are slow.
    /// Default 16 MiB, which is some 50,000 puts of 100 bytes.</param>
    public KeyValueStore(long historyVolume = 16 * 1024 * 1024)
        : this(historyVolume, Math.Clamp(historyVolume / LeastSegments, 1, History.MaxSegmentVolume))
    {
    }

    /// <param name="historyVolume">As above.</param>
    /// <param name="segmentVolume">Bytes of changes (an estimate) that are packed together.</param>
    /// <param name="time">Measures the pauses in which events are gathered; null: the system's.</param>
    /// <param name="sleep">Has a thread sleep through a pause; null: by the system's clock.</param>
    internal KeyValueStore(long historyVolume, long segmentVolume, TimeProvider? time = null, Action<TimeSpan>? sleep = null)
    {
        _history = new History(_tail.Position, historyVolume, segmentVolume);
        Hub = new WatchHub(this, new WatchNotifier(this, time ?? TimeProvider.System, sleep ?? Thread.Sleep));
    }

    /// <summary>Runs what it is given, once and on the calling thread, whereby readers of several watchers go on one after the other; must not
    /// throw. Whoever sends what they read can gather it here. Default: nothing around it.</summary>
    public Action<Action> AroundNotification { get; init; } = static notify => notify();

    /// <summary>How often other commits may overtake a write before everybody helps it; -1: each is everybody's at once. Default 16.</summary>
    internal int Patience { get; init; } = 16;

    /// <summary>The newest revision: every commit that was done before this call is in it.</summary>
    public Revision Latest
    {
        get
        {
            while (true)
            {
                var tail = Volatile.Read(ref _tail);
                if (tail.Position.NextRevision is { } next)
                    MoveTail(tail, next);
                else if (tail.Position.IsLast)
                    return tail;
            }
        }
    }

    /// <summary>The oldest revision that <see cref="TryFind"/> has.</summary>
    public long OldestNumber => _history.OldestNumber;

    internal WatchHub Hub { get; }

    /// <inheritdoc cref="Execute(Operation, Func{Owner, OwnerState}?, out long)"/>
    public OperationResult Execute(Operation operation, Func<Owner, OwnerState>? owners = null) => Execute(operation, owners, out _);

    /// <summary>Does one operation.</summary>
    /// <param name="operation">What to do.</param>
    /// <param name="owners">Tells whether a container may own keys; null: any may. Called once for each put with an owner, and again if
    /// another commit came in between.</param>
    /// <param name="revision">Number of the revision with the change; where nothing was to be changed, of the one that was read.</param>
    /// <returns>The result that belongs to the operation.</returns>
    /// <remarks>A container that ends is kept from owning keys by two steps, in this order: <paramref name="owners"/> answers
    /// <see cref="OwnerState.Completed"/> for it, then <see cref="DeleteOwnedBy"/> is called.</remarks>
    public OperationResult Execute(Operation operation, Func<Owner, OwnerState>? owners, out long revision)
    {
        for (var attempts = 0; attempts <= Patience; attempts++)
        {
            var draft = new Draft(Latest, owners);
            var result = draft.Apply(operation);
            revision = draft.Number;
            if (draft.IsUnchanged || (!HasHelped() && TryCommit(draft.Parent, draft.ToRevision())))
                return result;
        }

        return ExecuteTogether(operation, owners, out revision);
    }

    /// <inheritdoc cref="Execute(Transaction, Func{Owner, OwnerState}?, out long)"/>
    public TransactionResult Execute(Transaction transaction, Func<Owner, OwnerState>? owners = null) =>
        Execute(transaction, owners, out _);

    /// <summary>Does a transaction.</summary>
    /// <param name="transaction">What to do.</param>
    /// <param name="owners">As for a single operation.</param>
    /// <param name="revision">As for a single operation.</param>
    public TransactionResult Execute(Transaction transaction, Func<Owner, OwnerState>? owners, out long revision)
    {
        for (var attempts = 0; attempts <= Patience; attempts++)
        {
            var draft = new Draft(Latest, owners);
            var result = draft.Apply(transaction);
            revision = draft.Number;
            if (result.Refusal is not null || draft.IsUnchanged || (!HasHelped() && TryCommit(draft.Parent, draft.ToRevision())))
                return result;
        }

        return ExecuteTogether(transaction, owners, out revision);
    }

    /// <summary>Removes every key of a container that has ended, in one revision.</summary>
    /// <returns>How many keys there were.</returns>
    /// <remarks>
    /// This commits a revision even if there is no key to remove. A put that has asked for the owner's state before it ended, and not
    /// committed yet, is thereby bound to start over from the new revision and to ask again; one that has committed is in the
    /// revision this starts from. Either way no key of the container is left.
    /// </remarks>
    public int DeleteOwnedBy(string service, int instance)
    {
        var owner = new Owner(service, instance);
        return (int)Together((ref Draft draft) => draft.DeleteOwnedBy(owner), owners: null, out _);
    }

    /// <summary>Starts to follow the store: every commit after a position, once and in order.</summary>
    /// <param name="from">Where to start, such as the position of a revision of which the caller has read something; null: that of
    /// <see cref="Latest"/>.</param>
    /// <exception cref="LagException">By the follower's first read: what came after the position is not kept any more.</exception>
    public Follower Follow(Position? from = null)
    {
        var follower = new Follower(this, from ?? Latest.Position);
        ImmutableInterlocked.Update(ref _followers, static (followers, follower) => followers.Add(follower), follower);
        // Writers who do not know of the follower yet may fill the history and cut its position off, but none that is the newest by now.
        if (from is null)
            follower.StartAt(Latest.Position);
        return follower;
    }

    /// <summary>Starts to watch ranges of keys, which are added to the watcher.</summary>
    /// <param name="maxLag">Bytes of changes (an estimate) that are kept for a watcher that does not read them; one that is further behind
    /// is dropped. Never more than the store's history.</param>
    /// <param name="from">Where to start, from which every commit is read until there is no more; from then on, or where this is null, as far
    /// as the ranges need.</param>
    /// <param name="signal">Is set when there may be something to read after a rest; null for a new one.</param>
    public Watcher Watch(long maxLag, Position? from = null, ReadSignal? signal = null) => new(this, maxLag, from, signal ?? new ReadSignal());

    /// <summary>Finds the position after a commit by the commit's number, to follow or watch from there.</summary>
    /// <returns>Whether it is one of those that are still kept.</returns>
    public bool TryFind(long number, [NotNullWhen(true)] out Position? position) => _history.TryFind(number, out position);

    internal void Forget(Follower follower) =>
        ImmutableInterlocked.Update(ref _followers, static (followers, follower) => followers.Remove(follower), follower);

    private OperationResult ExecuteTogether(Operation operation, Func<Owner, OwnerState>? owners, out long revision) =>
        (OperationResult)Together((ref Draft draft) => draft.Apply(operation), owners, out revision);

    private TransactionResult ExecuteTogether(Transaction transaction, Func<Owner, OwnerState>? owners, out long revision)
    {
        return (TransactionResult)Together(Step, owners, out revision);

        object Step(ref Draft draft)
        {
            var result = draft.Apply(transaction);
            if (result.Refusal is not null)
                draft = new Draft(draft.Parent, owners);
            return result;
        }
    }

    /// <summary>Does a write with the help of all other writers.</summary>
    private object Together(OvertakenWrite.Step step, Func<Owner, OwnerState>? owners, out long revision)
    {
        var ours = new OvertakenWrite(step, owners);
        while (true)
        {
            Help(Interlocked.CompareExchange(ref _overtaken, ours, null) ?? ours);
            if (ours.Result is not { } outcome)
                continue;
            revision = outcome.Number;
            return outcome.Result;
        }
    }

    /// <summary>Helps a write that was overtaken, if there is one. What was drafted before is in vain then.</summary>
    private bool HasHelped()
    {
        if (Volatile.Read(ref _overtaken) is not { } write)
            return false;
        Help(write);
        return true;
    }

    private void Help(OvertakenWrite write)
    {
        while (true)
        {
            var parent = Latest;
            if (write.Result is not null)
                break;
            TryCommit(parent, write.Draft(parent));
        }

        Interlocked.CompareExchange(ref _overtaken, null, write);
    }

    private bool TryCommit(Revision parent, Revision next)
    {
        if (!parent.Position.TryAppend(next))
            return false;
        MoveTail(parent, next);
        _history.Grow(parent.Position, next.Position, Volatile.Read(ref _followers));
        return true;
    }

    private void MoveTail(Revision tail, Revision next)
    {
        next.Outcome?.Settle();
        // Where this changes nothing, somebody else has moved the tail there, or further.
        Interlocked.CompareExchange(ref _tail, next, tail);
        tail.Position.Forget(next);
        tail.Position.Announce();
        Hub.Wake();
    }
}
