using System.Text;
using Skein.Protocol;

namespace Skein.Client;

/// <summary>A key of the store with what it holds.</summary>
/// <param name="Key">The key.</param>
/// <param name="Value">Its value; not a copy, so it is not to be changed.</param>
/// <param name="Owner">The container with whose end the key is deleted; null: none.</param>
public sealed record KeyEntry(string Key, ReadOnlyMemory<byte> Value, ContainerInstance? Owner)
{
    /// <summary>The value read as UTF-8; bytes that are not UTF-8 become U+FFFD.</summary>
    public string Text => Encoding.UTF8.GetString(Value.Span);

    /// <summary>Whether key, value and owner are equal; values by their bytes.</summary>
    public bool Equals(KeyEntry? other) =>
        other is not null && Key == other.Key && Value.Span.SequenceEqual(other.Value.Span) && Equals(Owner, other.Owner);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Key, Value.Length, Owner);

    internal static KeyEntry Of(KeyValue message) => new(message.Key, message.Value.Memory, message.Owner);

    internal static List<KeyEntry> Of(IReadOnlyList<KeyValue> messages)
    {
        var entries = new List<KeyEntry>(messages.Count);
        foreach (var message in messages)
            entries.Add(Of(message));
        return entries;
    }
}
