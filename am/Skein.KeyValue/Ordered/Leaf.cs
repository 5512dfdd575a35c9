namespace Skein.KeyValue.Ordered;

/// <summary>Items side by side in their order.</summary>
internal sealed class Leaf<TItem, TKey, TOrder>(TItem[] items) : Node<TItem, TKey, TOrder>
    where TOrder : struct, IItemOrder<TItem, TKey>
{
    public ReadOnlySpan<TItem> Items => items;

    public override int Count => items.Length;

    public override int Width => items.Length;

    public override int RankOf(TKey key)
    {
        var (low, high) = (0, items.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (TOrder.Compare(TOrder.KeyOf(items[middle]), key) < 0)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    public override void CopyTo(int rank, Span<TItem> destination) => items.AsSpan(rank, destination.Length).CopyTo(destination);

    public override Grown<TItem, TKey, TOrder> Put(TItem item, TreePath path) => path.IsFound
        ? new(new Leaf<TItem, TKey, TOrder>(items.With(path.Index, item)))
        : Of(items.WithInserted(path.Index, item));

    public override Node<TItem, TKey, TOrder>? Remove(int rank, int count) =>
        count == items.Length ? null : new Leaf<TItem, TKey, TOrder>([.. items.AsSpan(0, rank), .. items.AsSpan(rank + count)]);

    public override Grown<TItem, TKey, TOrder> Join(TKey separator, Node<TItem, TKey, TOrder> right) =>
        Of([.. items, .. ((Leaf<TItem, TKey, TOrder>)right).Items]);

    private static Grown<TItem, TKey, TOrder> Of(TItem[] items)
    {
        if (items.Length <= TOrder.NodeCapacity)
            return new(new Leaf<TItem, TKey, TOrder>(items));
        var half = items.Length / 2;
        return new(
            new Leaf<TItem, TKey, TOrder>(items[..half]), new Leaf<TItem, TKey, TOrder>(items[half..]), TOrder.KeyOf(items[half]));
    }

    /// <summary>Whether the item with a rank is there and has a key.</summary>
    public bool IsAt(int rank, TKey key) => rank < items.Length && TOrder.Compare(TOrder.KeyOf(items[rank]), key) == 0;
}
