namespace Skein.KeyValue.Ordered;

/// <summary>The key of an <see cref="EntryItem"/>; a structure for the same reason.</summary>
internal readonly record struct EntryKey(string Text);
