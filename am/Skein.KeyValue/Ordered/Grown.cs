namespace Skein.KeyValue.Ordered;

/// <summary>One node, or two where one would be too wide.</summary>
/// <param name="Left">The node, or the left one of two.</param>
/// <param name="Right">The right one of two, else null.</param>
/// <param name="Separator">What separates the two; without meaning for one.</param>
internal readonly record struct Grown<TItem, TKey, TOrder>(
    Node<TItem, TKey, TOrder> Left, Node<TItem, TKey, TOrder>? Right = null, TKey Separator = default!)
    where TOrder : struct, IItemOrder<TItem, TKey>;
