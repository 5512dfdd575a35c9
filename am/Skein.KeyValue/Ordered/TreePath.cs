namespace Skein.KeyValue.Ordered;

/// <summary>The way from a tree's root to where a key is, or would be: for each level the child's index, at last the item's.</summary>
/// <remarks>Six bits for each level, the root's in the lowest: ten levels, which with nodes for 32 are more items than fit into a
/// memory. So it is found once, to read and then to put, and is not on the heap.</remarks>
/// <param name="Steps">The indexes.</param>
/// <param name="IsFound">Whether the key is there.</param>
internal readonly record struct TreePath(ulong Steps, bool IsFound)
{
    public const int BitsPerLevel = 6;

    /// <summary>The index at this level.</summary>
    public int Index => (int)(Steps & ((1 << BitsPerLevel) - 1));

    /// <summary>The way on from the next level.</summary>
    public TreePath Below => this with { Steps = Steps >> BitsPerLevel };
}
