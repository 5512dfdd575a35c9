namespace Skein.KeyValue.Ordered;

/// <summary>Children side by side, with a separator between each two.</summary>
internal sealed class Branch<TItem, TKey, TOrder>(TKey[] separators, Node<TItem, TKey, TOrder>[] children, int count)
    : Node<TItem, TKey, TOrder>
    where TOrder : struct, IItemOrder<TItem, TKey>
{
    public ReadOnlySpan<TKey> Separators => separators;

    public ReadOnlySpan<Node<TItem, TKey, TOrder>> Children => children;

    public override int Count => count;

    public override int Width => children.Length;

    public override int RankOf(TKey key)
    {
        var child = ChildOf(key);
        return CountOf(children.AsSpan(0, child)) + children[child].RankOf(key);
    }

    public override void CopyTo(int rank, Span<TItem> destination)
    {
        for (var child = 0; destination.Length > 0; child++)
        {
            var here = Math.Clamp(children[child].Count - rank, 0, destination.Length);
            if (here > 0)
                children[child].CopyTo(rank, destination[..here]);
            destination = destination[here..];
            rank = Math.Max(0, rank - children[child].Count);
        }
    }

    public override Grown<TItem, TKey, TOrder> Put(TItem item, TreePath path)
    {
        var child = path.Index;
        var grown = children[child].Put(item, path.Below);
        var newCount = path.IsFound ? count : count + 1;
        var newChildren = children.With(child, grown.Left);
        return grown.Right is null
            ? new(new Branch<TItem, TKey, TOrder>(separators, newChildren, newCount))
            : Of(separators.WithInserted(child, grown.Separator), newChildren.WithInserted(child + 1, grown.Right), newCount);
    }

    public override Node<TItem, TKey, TOrder>? Remove(int rank, int removed)
    {
        if (removed == count)
            return null;
        var keptSeparators = new List<TKey>(separators.Length);
        var keptChildren = new List<Node<TItem, TKey, TOrder>>(children.Length);
        var first = 0;
        for (var child = 0; child < children.Length; child++)
        {
            var width = children[child].Count;
            var from = Math.Clamp(rank - first, 0, width);
            var to = Math.Clamp(rank + removed - first, 0, width);
            first += width;
            var kept = from == to ? children[child] : children[child].Remove(from, to - from);
            if (kept is null)
                continue;
            if (keptChildren.Count > 0)
                keptSeparators.Add(separators[child - 1]);
            keptChildren.Add(kept);
        }

        Mend(keptSeparators, keptChildren);
        return new Branch<TItem, TKey, TOrder>([.. keptSeparators], [.. keptChildren], count - removed);
    }

    public override Grown<TItem, TKey, TOrder> Join(TKey separator, Node<TItem, TKey, TOrder> right)
    {
        var neighbour = (Branch<TItem, TKey, TOrder>)right;
        List<TKey> joinedSeparators = [.. separators, separator, .. neighbour.Separators];
        List<Node<TItem, TKey, TOrder>> joinedChildren = [.. children, .. neighbour.Children];
        // A lone child had no neighbour to be mended with until now.
        Mend(joinedSeparators, joinedChildren);
        return Of([.. joinedSeparators], [.. joinedChildren], count + neighbour.Count);
    }

    /// <summary>Joins children that are too narrow with a neighbour, until none is or only one child is left.</summary>
    private static void Mend(List<TKey> separators, List<Node<TItem, TKey, TOrder>> children)
    {
        for (var child = 0; child < children.Count && children.Count > 1;)
        {
            if (children[child].Width >= MinimumWidth)
            {
                child++;
                continue;
            }

            child = Math.Max(0, child - 1);
            var joined = children[child].Join(separators[child], children[child + 1]);
            children[child] = joined.Left;
            if (joined.Right is null)
            {
                separators.RemoveAt(child);
                children.RemoveAt(child + 1);
            }
            else
            {
                separators[child] = joined.Separator;
                children[child + 1] = joined.Right;
            }
        }
    }

    private static Grown<TItem, TKey, TOrder> Of(TKey[] separators, Node<TItem, TKey, TOrder>[] children, int count)
    {
        if (children.Length <= TOrder.NodeCapacity)
            return new(new Branch<TItem, TKey, TOrder>(separators, children, count));
        var half = children.Length / 2;
        var leftCount = CountOf(children.AsSpan(0, half));
        return new(
            new Branch<TItem, TKey, TOrder>(separators[..(half - 1)], children[..half], leftCount),
            new Branch<TItem, TKey, TOrder>(separators[half..], children[half..], count - leftCount),
            separators[half - 1]);
    }

    private static int CountOf(ReadOnlySpan<Node<TItem, TKey, TOrder>> nodes)
    {
        var sum = 0;
        foreach (var node in nodes)
            sum += node.Count;
        return sum;
    }

    /// <summary>The child whose part of the order a key falls in: as many separators are not greater than the key.</summary>
    public int ChildOf(TKey key)
    {
        var (low, high) = (0, separators.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            if (TOrder.Compare(separators[middle], key) <= 0)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}
