using Skein.KeyValue.Ordered;

namespace Skein.KeyValue.Tests.Ordered;

/// <summary>Checks what must hold for every tree, whatever was done to it.</summary>
internal static class TreeChecker
{
    public static void Check<TItem, TKey, TOrder>(BPlusTree<TItem, TKey, TOrder> tree)
        where TOrder : struct, IItemOrder<TItem, TKey>
    {
        if (tree.Root is not { } root)
            return;
        var depths = new HashSet<int>();
        Visit<TItem, TKey, TOrder>(root, depth: 0, isRoot: true, depths);
        Assert.Single(depths);

        var items = tree.Slice(0, tree.Count);
        for (var i = 1; i < items.Length; i++)
            Assert.True(TOrder.Compare(TOrder.KeyOf(items[i - 1]), TOrder.KeyOf(items[i])) < 0, "Items are out of order.");
    }

    private static (TKey First, TKey Last) Visit<TItem, TKey, TOrder>(
        Node<TItem, TKey, TOrder> node, int depth, bool isRoot, HashSet<int> depths)
        where TOrder : struct, IItemOrder<TItem, TKey>
    {
        Assert.True(node.Width <= TOrder.NodeCapacity, "A node is too wide.");
        Assert.True(node.Width >= (isRoot ? (node is Branch<TItem, TKey, TOrder> ? 2 : 1) : TOrder.NodeCapacity / 2), "A node is too narrow.");
        if (node is Leaf<TItem, TKey, TOrder> leaf)
        {
            depths.Add(depth);
            return (TOrder.KeyOf(leaf.Items[0]), TOrder.KeyOf(leaf.Items[^1]));
        }

        var branch = (Branch<TItem, TKey, TOrder>)node;
        Assert.Equal(branch.Children.Length - 1, branch.Separators.Length);
        var count = 0;
        TKey? first = default, last = default;
        for (var i = 0; i < branch.Children.Length; i++)
        {
            var bounds = Visit(branch.Children[i], depth + 1, isRoot: false, depths);
            count += branch.Children[i].Count;
            if (i == 0)
            {
                first = bounds.First;
            }
            else
            {
                Assert.True(TOrder.Compare(last!, branch.Separators[i - 1]) < 0, "A separator is not greater than what is left of it.");
                Assert.True(TOrder.Compare(branch.Separators[i - 1], bounds.First) <= 0, "A separator is greater than what is right of it.");
            }

            last = bounds.Last;
        }

        Assert.Equal(count, branch.Count);
        return (first!, last!);
    }
}
