using System.Text;
using Skein.KeyValue.Ordered;

namespace Skein.KeyValue.Tests.Ordered;

/// <summary>Draws a tree of two levels the way the comment on <see cref="BPlusTree{TItem, TKey, TOrder}"/> does.</summary>
internal static class TreeDrawing
{
    /// <summary>Separators over leaves; a leaf that an older tree has as well gets an equals sign.</summary>
    public static string Draw(BPlusTree<int, int, NumbersInFours> tree, BPlusTree<int, int, NumbersInFours> older = default)
    {
        var root = (Branch<int, int, NumbersInFours>)tree.Root!;
        var shared = older.Root is Branch<int, int, NumbersInFours> before ? before.Children.ToArray() : [];
        var text = new StringBuilder().AppendJoin(' ', root.Separators.ToArray()).Append(" : ");
        foreach (var child in root.Children)
        {
            text.Append(shared.Contains(child) ? "=" : "");
            text.Append('[').AppendJoin(' ', ((Leaf<int, int, NumbersInFours>)child).Items.ToArray()).Append(']');
        }

        return text.ToString();
    }
}
