namespace Skein.KeyValue.Ordered;

/// <summary>An entry as an item of the tree.</summary>
/// <remarks>Nothing but a reference. Over a structure the compiler makes a tree of its own, with calls that it can inline; over classes it
/// would make one tree for all of them, which looks up at every step what it is made of.</remarks>
internal readonly record struct EntryItem(KeyValueEntry Entry);
