namespace Skein.KeyValue.Ordered;

/// <summary>A node of a <see cref="BPlusTree{TItem, TKey, TOrder}"/>: a <see cref="Leaf{TItem, TKey, TOrder}"/> or a
/// <see cref="Branch{TItem, TKey, TOrder}"/>. Never changes.</summary>
internal abstract class Node<TItem, TKey, TOrder>
    where TOrder : struct, IItemOrder<TItem, TKey>
{
    /// <summary>Fewest items or children of a node that is not the root.</summary>
    public static int MinimumWidth => TOrder.NodeCapacity / 2;

    /// <summary>Number of items in and below this node.</summary>
    public abstract int Count { get; }

    /// <summary>Number of items or children in this very node.</summary>
    public abstract int Width { get; }

    /// <summary>How many items here have a lower key.</summary>
    public abstract int RankOf(TKey key);

    /// <summary>Fills the destination with items, from the one with this rank on.</summary>
    public abstract void CopyTo(int rank, Span<TItem> destination);

    /// <summary>This node with one more item or another one in the place of an equal one; in two if it gets too wide.</summary>
    /// <param name="item">The item.</param>
    /// <param name="path">The way to its key from here.</param>
    public abstract Grown<TItem, TKey, TOrder> Put(TItem item, TreePath path);

    /// <summary>What remains without the items from a rank on; null if nothing does. It may be too narrow, which whoever asks mends
    /// by <see cref="Join"/>.</summary>
    public abstract Node<TItem, TKey, TOrder>? Remove(int rank, int count);

    /// <summary>The items of this node and of its right neighbour in one node, or in two of about equal width.</summary>
    public abstract Grown<TItem, TKey, TOrder> Join(TKey separator, Node<TItem, TKey, TOrder> right);
}
