using Skein.KeyValue.Operations;
using Skein.KeyValue.Transactions;

namespace Skein.KeyValue.Tests.Model;

/// <summary>What the store has to do, written down in the plainest way: one dictionary, copied before anything that may be refused.</summary>
internal sealed class ModelStore
{
    private SortedDictionary<string, KeyValueEntry> _entries = new(StringComparer.Ordinal);
    private readonly HashSet<Owner> _ended = [];

    public IEnumerable<KeyValueEntry> Entries => _entries.Values;

    public OwnerState StateOf(Owner owner) => owner switch
    {
        { Service: not ("s" or "t") } => OwnerState.UnknownService,
        { Instance: > 1 } => OwnerState.NoSuchInstance,
        _ => _ended.Contains(owner) ? OwnerState.Completed : OwnerState.Alive,
    };

    public string Execute(Operation operation) => operation switch
    {
        GetRange get => get.CountOnly ? $"{InRange(get.Range).Count}" : Drawing.Of(InRange(get.Range)),
        DeleteRange delete => Drawing.Of(Remove(delete.Range)),
        Put put => Execute(put),
        _ => throw new InvalidOperationException(),
    };

    public string Execute(Transaction transaction)
    {
        var before = new SortedDictionary<string, KeyValueEntry>(_entries, StringComparer.Ordinal);
        var succeeded = transaction.Conditions.All(condition => condition.Holds(_entries.GetValueOrDefault(condition.Key)));
        var results = new List<string>();
        foreach (var operation in succeeded ? transaction.OnSuccess : transaction.OnFailure)
        {
            results.Add(Execute(operation));
            if (!results[^1].StartsWith("refused", StringComparison.Ordinal))
                continue;
            _entries = before;
            return $"{succeeded}: {results[^1]}";
        }

        return $"{succeeded}: {string.Join(" | ", results)}";
    }

    public int End(Owner owner)
    {
        _ended.Add(owner);
        var keys = _entries.Values.Where(entry => entry.Owner == owner).Select(static entry => entry.Key).ToList();
        keys.ForEach(key => _entries.Remove(key));
        return keys.Count;
    }

    private string Execute(Put put)
    {
        var previous = _entries.GetValueOrDefault(put.Key);
        if (put is { KeepValue: true, KeepOwner: true })
            return Drawing.Of(RefusalReason.ChangesNothing);
        if (put.KeepValue && previous is null)
            return Drawing.Of(RefusalReason.KeyNotSet);
        if (!put.KeepOwner && put.Owner is { } owner && StateOf(owner) != OwnerState.Alive)
        {
            return Drawing.Of(StateOf(owner) switch
            {
                OwnerState.UnknownService => RefusalReason.UnknownService,
                OwnerState.NoSuchInstance => RefusalReason.NoSuchInstance,
                _ => RefusalReason.OwnerCompleted,
            });
        }

        _entries[put.Key] = new KeyValueEntry(
            put.Key, put.KeepValue ? previous!.Value : put.Value, put.KeepOwner ? previous?.Owner : put.Owner);
        return Drawing.Of(previous is null ? [] : [previous]);
    }

    private List<KeyValueEntry> Remove(KeyRange range)
    {
        var removed = InRange(range);
        removed.ForEach(entry => _entries.Remove(entry.Key));
        return removed;
    }

    private List<KeyValueEntry> InRange(KeyRange range) => [.. _entries.Values.Where(entry => range.Contains(entry.Key))];
}
