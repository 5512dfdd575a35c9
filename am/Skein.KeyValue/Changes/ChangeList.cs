using System.Collections;

namespace Skein.KeyValue.Changes;

/// <summary>The steps of one commit in their order. Never changes; the default value is empty.</summary>
/// <remarks>Nearly every commit is one step, which is held without a list around it.</remarks>
public readonly struct ChangeList : IReadOnlyList<Change>
{
    /// <summary>Null, the one <see cref="Change"/>, or an array of two or more.</summary>
    private readonly object? _changes;

    private ChangeList(object? changes) => _changes = changes;

    public int Count => _changes switch
    {
        null => 0,
        Change => 1,
        _ => ((Change[])_changes).Length,
    };

    public Change this[int index]
    {
        get
        {
            if (_changes is Change[] many)
                return many[index];
            ArgumentOutOfRangeException.ThrowIfNotEqual(index, 0);
            return _changes as Change ?? throw new ArgumentOutOfRangeException(nameof(index));
        }
    }

    public Enumerator GetEnumerator() => new(this);

    IEnumerator<Change> IEnumerable<Change>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <param name="change">The one step; null for none.</param>
    internal static ChangeList Of(Change? change) => new(change);

    /// <param name="changes">Two or more, which the list takes over.</param>
    internal static ChangeList Of(Change[] changes) => new(changes);

    /// <summary>Goes through the changes without a list or an object of its own.</summary>
    public struct Enumerator(ChangeList changes) : IEnumerator<Change>
    {
        private readonly int _count = changes.Count;
        private int _index = -1;

        public readonly Change Current => changes[_index];

        readonly object IEnumerator.Current => Current;

        public bool MoveNext() => ++_index < _count;

        public void Reset() => _index = -1;

        public readonly void Dispose()
        {
        }
    }
}
