using System.Globalization;

namespace Skein.Specification.Documents;

/// <summary>A value of a YAML or JSON document, with its place.</summary>
internal sealed class DocumentValue
{
    private DocumentValue(DocumentKind kind, DocumentPosition position)
    {
        Kind = kind;
        Position = position;
    }

    public DocumentKind Kind { get; }

    public DocumentPosition Position { get; }

    /// <summary>A scalar as its author wrote it, without quotes; empty for lists and maps.</summary>
    public string Text { get; private init; } = "";

    /// <summary>The value of an <see cref="DocumentKind.Integer"/>; null where it does not fit into 64 bits.</summary>
    public long? Integer { get; private init; }

    /// <summary>The value of a <see cref="DocumentKind.Float"/>.</summary>
    public double Float { get; private init; }

    /// <summary>The value of a <see cref="DocumentKind.Boolean"/>.</summary>
    public bool Boolean { get; private init; }

    /// <summary>What a <see cref="DocumentKind.List"/> holds.</summary>
    public IReadOnlyList<DocumentValue> Items { get; private init; } = [];

    /// <summary>What a <see cref="DocumentKind.Map"/> holds, in the order written; a key may occur twice.</summary>
    public IReadOnlyList<DocumentEntry> Entries { get; private init; } = [];

    /// <summary>Values in this one, itself included, each alias counted as if written out. Saturates.</summary>
    public int Weight { get; private init; } = 1;

    public static DocumentValue OfNull(DocumentPosition position = default) => new(DocumentKind.Null, position);

    public static DocumentValue OfBoolean(bool value, string text, DocumentPosition position) =>
        new(DocumentKind.Boolean, position) { Boolean = value, Text = text };

    public static DocumentValue OfBoolean(bool value) => OfBoolean(value, value ? "true" : "false", default);

    public static DocumentValue OfInteger(long? value, string text, DocumentPosition position) =>
        new(DocumentKind.Integer, position) { Integer = value, Text = text };

    public static DocumentValue OfInteger(long value) =>
        OfInteger(value, value.ToString(CultureInfo.InvariantCulture), default);

    public static DocumentValue OfFloat(double value, string text, DocumentPosition position) =>
        new(DocumentKind.Float, position) { Float = value, Text = text };

    public static DocumentValue OfTimestamp(string text, DocumentPosition position) =>
        new(DocumentKind.Timestamp, position) { Text = text };

    public static DocumentValue OfText(string text, DocumentPosition position = default) =>
        new(DocumentKind.Text, position) { Text = text };

    public static DocumentValue OfList(IReadOnlyList<DocumentValue> items, DocumentPosition position = default) =>
        new(DocumentKind.List, position) { Items = items, Weight = Saturate(1 + items.Sum(static item => (long)item.Weight)) };

    public static DocumentValue OfMap(IReadOnlyList<DocumentEntry> entries, DocumentPosition position = default) =>
        new(DocumentKind.Map, position)
        {
            Entries = entries,
            Weight = Saturate(1 + entries.Sum(static entry => (long)entry.Key.Weight + entry.Value.Weight)),
        };

    private static int Saturate(long weight) => (int)Math.Min(weight, int.MaxValue);
}
