namespace Skein.KeyValue.Watching;

/// <summary>Ranges of keys with an item each, found by the keys they hold. Never changes; a change makes a new one that shares most of it.</summary>
/// <remarks>A tree in the order of the ranges' starts, in which every node knows how far the ranges below it reach, so that looking for a
/// key takes the same few steps whether ten ranges miss it or ten thousand. It is kept flat by chance: each range has a number drawn
/// from its id, and a node's is greater than those below it (a treap).</remarks>
public sealed class RangeIndex<TItem>
    where TItem : class
{
    private readonly Node? _root;

    /// <summary>No ranges.</summary>
    public RangeIndex()
    {
    }

    private RangeIndex(Node? root) => _root = root;

    /// <summary>The ranges and one more.</summary>
    /// <param name="range">The range.</param>
    /// <param name="id">A number that no other range of the index has.</param>
    /// <param name="item">What is found.</param>
    public RangeIndex<TItem> With(KeyRange range, int id, TItem item) => new(Insert(_root, new Node(range, id, item, null, null)));

    /// <summary>The ranges without one; the same if it is not there.</summary>
    public RangeIndex<TItem> Without(KeyRange range, int id) => new(Remove(_root, range, id));

    /// <summary>Finds the items of all ranges that may hold a key between two, in no order that has a meaning.</summary>
    /// <param name="first">The first key.</param>
    /// <param name="last">The last key, which may be the same.</param>
    /// <param name="found">Gets the items, behind what it holds already.</param>
    /// <param name="most">Once the list holds more than these, the rest is left out. Default: nothing is.</param>
    public void Find(string first, string last, List<TItem> found, int most = int.MaxValue) => Find(_root, first, last, found, most);

    private static void Find(Node? node, string first, string last, List<TItem> found, int most)
    {
        if (node is null || found.Count > most || !IsAfter(node.Reach, first))
            return;
        Find(node.Left, first, last, found, most);
        if (found.Count > most || string.CompareOrdinal(node.Range.Start, last) > 0)
            return;
        if (IsAfter(node.Range.End, first))
            found.Add(node.Item);
        Find(node.Right, first, last, found, most);
    }

    private static Node Insert(Node? node, Node added)
    {
        if (node is null)
            return added;
        if (added.Priority > node.Priority)
        {
            var (left, right) = Split(node, added.Range, added.Id);
            return added.With(left, right);
        }

        return Compare(added.Range, added.Id, node) < 0
            ? node.With(Insert(node.Left, added), node.Right)
            : node.With(node.Left, Insert(node.Right, added));
    }

    /// <summary>What comes before a range, and what comes after.</summary>
    private static (Node? Before, Node? After) Split(Node? node, KeyRange range, int id)
    {
        if (node is null)
            return (null, null);
        if (Compare(range, id, node) < 0)
        {
            var (before, between) = Split(node.Left, range, id);
            return (before, node.With(between, node.Right));
        }
        else
        {
            var (between, after) = Split(node.Right, range, id);
            return (node.With(node.Left, between), after);
        }
    }

    private static Node? Remove(Node? node, KeyRange range, int id)
    {
        if (node is null)
            return null;
        return Compare(range, id, node) switch
        {
            < 0 => node.With(Remove(node.Left, range, id), node.Right),
            > 0 => node.With(node.Left, Remove(node.Right, range, id)),
            _ => Join(node.Left, node.Right),
        };
    }

    private static Node? Join(Node? left, Node? right)
    {
        if (left is null || right is null)
            return left ?? right;
        return left.Priority > right.Priority
            ? left.With(left.Left, Join(left.Right, right))
            : right.With(Join(left, right.Left), right.Right);
    }

    private static int Compare(KeyRange range, int id, Node node)
    {
        var byStart = string.CompareOrdinal(range.Start, node.Range.Start);
        return byStart != 0 ? byStart : id.CompareTo(node.Id);
    }

    /// <summary>Whether an end, which is open where it is null, lies after a key.</summary>
    private static bool IsAfter(string? end, string key) => end is null || string.CompareOrdinal(end, key) > 0;

    private sealed class Node(KeyRange range, int id, TItem item, Node? left, Node? right)
    {
        public KeyRange Range { get; } = range;

        public int Id { get; } = id;

        public TItem Item { get; } = item;

        public Node? Left { get; } = left;

        public Node? Right { get; } = right;

        public int Priority { get; } = HashCode.Combine(id);

        /// <summary>The last end of this range and those below; null if one of them is open.</summary>
        public string? Reach { get; } = Later(range.End, Later(left is null ? "" : left.Reach, right is null ? "" : right.Reach));

        public Node With(Node? newLeft, Node? newRight) => new(Range, Id, Item, newLeft, newRight);

        private static string? Later(string? one, string? other) => one is null || (other is not null && IsAfter(one, other)) ? one : other;
    }
}
