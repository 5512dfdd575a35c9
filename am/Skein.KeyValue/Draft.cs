using System.Collections.Immutable;
using Skein.KeyValue.Changes;
using Skein.KeyValue.Operations;
using Skein.KeyValue.Ordered;
using Skein.KeyValue.Transactions;

namespace Skein.KeyValue;

/// <summary>The revision that operations would make of another one. Nobody sees it until it is committed.</summary>
internal ref struct Draft
{
    /// <summary>Bytes of a change and of its place in a list.</summary>
    private const int ChangeVolume = 32;

    /// <summary>Bytes of an entry, beside the characters of its key and the bytes of its value.</summary>
    private const int EntryVolume = 96;

    /// <summary>Bytes of a position, beside its changes.</summary>
    private const int PositionVolume = 64;

    private readonly Func<Owner, OwnerState>? _owners;
    private EntryMap _entries;
    private BPlusTree<OwnedKey, OwnedKey, OwnedKeysByOwner> _byOwner;
    private Change? _first;
    private List<Change>? _changes;
    private long _volume;

    /// <summary>Starts from a revision.</summary>
    /// <param name="parent">What to start from. It must have been read before any question is put to <paramref name="owners"/>.</param>
    /// <param name="owners">Tells whether an owner may own keys; null: any may.</param>
    public Draft(Revision parent, Func<Owner, OwnerState>? owners)
    {
        Parent = parent;
        _owners = owners;
        _entries = parent.Entries;
        _byOwner = parent.ByOwner;
        _volume = parent.Position.Volume;
    }

    public Revision Parent { get; }

    public readonly bool IsUnchanged => _first is null;

    /// <summary>Number of the revision that has the state as drafted: the parent's own where nothing is changed.</summary>
    public readonly long Number => IsUnchanged ? Parent.Number : Parent.Number + 1;

    public OperationResult Apply(Operation operation) => operation switch
    {
        GetRange get => Apply(get),
        Put put => Apply(put),
        DeleteRange delete => Apply(delete),
        _ => throw new InvalidOperationException($"{operation.GetType()} is no operation of the store"),
    };

    public TransactionResult Apply(Transaction transaction)
    {
        var succeeded = true;
        for (var i = 0; i < transaction.Conditions.Count && succeeded; i++)
            succeeded = transaction.Conditions[i].Holds(_entries.Find(transaction.Conditions[i].Key));

        var branch = succeeded ? transaction.OnSuccess : transaction.OnFailure;
        var results = ImmutableArray.CreateBuilder<OperationResult>(branch.Count);
        foreach (var operation in branch)
        {
            var result = Apply(operation);
            if (result is Refusal refusal)
                return new TransactionResult(succeeded, [], refusal);
            results.Add(result);
        }

        return new TransactionResult(succeeded, results.MoveToImmutable());
    }

    /// <summary>Removes every key of an owner, each as a change of its own.</summary>
    /// <returns>How many there were.</returns>
    public int DeleteOwnedBy(Owner owner)
    {
        var next = owner.Instance < int.MaxValue
            ? owner with { Instance = owner.Instance + 1 }
            : new Owner(owner.Service + '\0', int.MinValue);
        var first = _byOwner.RankOf(new OwnedKey(owner, ""));
        var count = _byOwner.RankOf(new OwnedKey(next, "")) - first;
        foreach (var owned in _byOwner.Slice(first, count))
        {
            var entry = _entries.Find(owned.Key)!;
            Record(new DeleteChange([entry]), VolumeOf(entry));
            _entries = _entries.Remove(owned.Key);
        }

        _byOwner = _byOwner.Remove(first, count);
        return count;
    }

    /// <summary>The revision as drafted, to follow the parent.</summary>
    /// <param name="outcome">Of the write that several writers try to commit; null for one that is its writer's alone.</param>
    public readonly Revision ToRevision(OvertakenWrite.Outcome? outcome = null)
    {
        var changes = _changes is null ? ChangeList.Of(_first) : ChangeList.Of([.. _changes]);
        return new Revision(new Position(Parent.Number + 1, changes, _volume + PositionVolume), _entries, _byOwner, outcome);
    }

    private static long VolumeOf(KeyValueEntry entry) => EntryVolume + entry.Key.Length * sizeof(char) + entry.Value.Length;

    private readonly RangeResult Apply(GetRange get)
    {
        if (get.CountOnly)
            return new RangeResult(_entries.CountOf(get.Range), []);
        var entries = _entries.List(get.Range);
        return new RangeResult(entries.Length, entries);
    }

    private OperationResult Apply(Put put)
    {
        var previous = _entries.Find(put.Key, out var path);
        if (ReasonToRefuse(put, previous) is { } reason)
            return new Refusal(reason, put);

        var owner = put.KeepOwner ? previous?.Owner : put.Owner;
        // The key that is there already is old; a new one would have to grow as old.
        var entry = new KeyValueEntry(previous?.Key ?? put.Key, put.KeepValue ? previous!.Value : put.Value, owner);
        _entries = _entries.Put(entry, path);
        if (previous?.Owner != owner)
        {
            Disown(previous);
            if (owner is { } heir)
                _byOwner = _byOwner.Put(new OwnedKey(heir, entry.Key));
        }

        Record(new PutChange(entry), VolumeOf(entry));
        return new PutResult(previous);
    }

    private RangeResult Apply(DeleteRange delete)
    {
        var removed = _entries.List(delete.Range);
        if (removed.IsEmpty)
            return new RangeResult(0, removed);
        _entries = _entries.Remove(delete.Range);
        var volume = 0L;
        foreach (var entry in removed)
        {
            Disown(entry);
            volume += VolumeOf(entry);
        }

        Record(new DeleteChange(removed), volume);
        return new RangeResult(removed.Length, removed);
    }

    private readonly RefusalReason? ReasonToRefuse(Put put, KeyValueEntry? previous)
    {
        if (put is { KeepValue: true, KeepOwner: true })
            return RefusalReason.ChangesNothing;
        if (put.KeepValue && previous is null)
            return RefusalReason.KeyNotSet;
        if (put.KeepOwner || put.Owner is not { } owner || _owners is null)
            return null;
        return _owners(owner) switch
        {
            OwnerState.Alive => null,
            OwnerState.Completed => RefusalReason.OwnerCompleted,
            OwnerState.NoSuchInstance => RefusalReason.NoSuchInstance,
            _ => RefusalReason.UnknownService,
        };
    }

    private void Disown(KeyValueEntry? entry)
    {
        if (entry?.Owner is { } owner)
            _byOwner = _byOwner.Remove(_byOwner.RankOf(new OwnedKey(owner, entry.Key)), 1);
    }

    private void Record(Change change, long volume)
    {
        if (_first is null)
            _first = change;
        else
            (_changes ??= [_first]).Add(change);
        _volume += ChangeVolume + volume;
    }
}
