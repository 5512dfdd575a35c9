using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Skein.KeyValue.Ordered;

/// <summary>An immutable ordered set of items, as a B+ tree whose changes copy one path. The default value is empty.</summary>
/// <remarks>
/// <para>All items are in the leaves, and all leaves are equally deep. A branch with n children has n - 1 separators; a separator is
/// greater than every key left of it and not greater than any key right of it, and need not be a key of the set any more. Every
/// node but the root is at least half full; a root that is a branch has two children or more. Branches know how many items are
/// below them, so a range is counted, cut out and removed by rank, without visiting what is inside.</para>
/// <para>With room for four, the keys 1 to 9 put in order make the first tree. A leaf that would hold five parts in the middle, and its
/// right half's first key goes up as the separator. Putting 10 copies the last leaf and the root, and shares the other leaves
/// (<c>=</c>). Removing 3 and 4 empties the second leaf: it is dropped together with the separator left of it. Removing 6 leaves a
/// leaf with 5 alone, which is too narrow and is joined with its neighbour.</para>
/// <code>
///          3 5 7                       3 5 7                        5 7                         7
///   [1 2][3 4][5 6][7 8 9]   =[1 2]=[3 4]=[5 6][7 8 9 10]   =[1 2]=[5 6]=[7 8 9 10]   [1 2 5]=[7 8 9 10]
/// </code>
/// </remarks>
internal readonly struct BPlusTree<TItem, TKey, TOrder>
    where TOrder : struct, IItemOrder<TItem, TKey>
{
    private BPlusTree(Node<TItem, TKey, TOrder>? root) => Root = root;

    /// <summary>The topmost node; null when there are no items.</summary>
    public Node<TItem, TKey, TOrder>? Root { get; }

    public int Count => Root?.Count ?? 0;

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TItem item) => Find(key, out item).IsFound;

    /// <summary>Finds a key's item, and the way to where it is, or would be.</summary>
    public TreePath Find(TKey key, [MaybeNull] out TItem item)
    {
        item = default;
        if (Root is null)
            return default;
        var (steps, shift, node) = (0UL, 0, Root);
        while (node is Branch<TItem, TKey, TOrder> branch)
        {
            var child = branch.ChildOf(key);
            steps |= (ulong)child << shift;
            shift += TreePath.BitsPerLevel;
            node = branch.Children[child];
        }

        var leaf = (Leaf<TItem, TKey, TOrder>)node;
        var rank = leaf.RankOf(key);
        var isFound = leaf.IsAt(rank, key);
        if (isFound)
            item = leaf.Items[rank];
        return new TreePath(steps | ((ulong)rank << shift), isFound);
    }

    /// <summary>How many items have a lower key.</summary>
    public int RankOf(TKey key) => Root?.RankOf(key) ?? 0;

    /// <summary>Copies <paramref name="count"/> items out, from the one with this rank on.</summary>
    public ImmutableArray<TItem> Slice(int rank, int count)
    {
        if (count == 0)
            return [];
        var items = new TItem[count];
        CopyTo(rank, items);
        return ImmutableCollectionsMarshal.AsImmutableArray(items);
    }

    /// <summary>Fills the destination, which is not empty, with items, from the one with this rank on.</summary>
    public void CopyTo(int rank, Span<TItem> destination) => Root!.CopyTo(rank, destination);

    /// <summary>The set with this item, in the place of the one with the same key if there is one.</summary>
    public BPlusTree<TItem, TKey, TOrder> Put(TItem item) => Put(item, Find(TOrder.KeyOf(item), out _));

    /// <inheritdoc cref="Put(TItem)"/>
    /// <param name="item">The item.</param>
    /// <param name="path">What <see cref="Find"/> says of the item's key in this set.</param>
    public BPlusTree<TItem, TKey, TOrder> Put(TItem item, TreePath path)
    {
        if (Root is null)
            return new(new Leaf<TItem, TKey, TOrder>([item]));
        var grown = Root.Put(item, path);
        return new(grown.Right is null
            ? grown.Left
            : new Branch<TItem, TKey, TOrder>([grown.Separator], [grown.Left, grown.Right], grown.Left.Count + grown.Right.Count));
    }

    /// <summary>The set without <paramref name="count"/> items, from the one with this rank on.</summary>
    public BPlusTree<TItem, TKey, TOrder> Remove(int rank, int count)
    {
        if (count == 0)
            return this;
        var root = Root!.Remove(rank, count);
        while (root is Branch<TItem, TKey, TOrder> { Width: 1 } lonely)
            root = lonely.Children[0];
        return new(root);
    }
}
