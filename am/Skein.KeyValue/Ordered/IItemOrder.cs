namespace Skein.KeyValue.Ordered;

/// <summary>How a <see cref="BPlusTree{TItem, TKey, TOrder}"/> orders its items, and how wide its nodes are.</summary>
internal interface IItemOrder<TItem, TKey>
{
    /// <summary>Most items of a leaf and most children of a branch: an even number, 4 to 62.</summary>
    /// <remarks>A put copies one node per level, so wider nodes make the tree flatter and each copy longer; 32 references are four
    /// cache lines, and three levels hold more than 30,000 items.</remarks>
    static virtual int NodeCapacity => 32;

    /// <summary>The part of an item that orders it, and that no two items share.</summary>
    static abstract TKey KeyOf(TItem item);

    /// <summary>Less than, equal to or greater than zero, as <paramref name="left"/> is to <paramref name="right"/>.</summary>
    static abstract int Compare(TKey left, TKey right);
}
