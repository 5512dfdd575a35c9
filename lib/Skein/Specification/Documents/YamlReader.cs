using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Skein.Specification.Documents;

/// <summary>Composes the one document of a YAML text: anchors and merge keys resolved, scalars typed as YAML 1.1 does.</summary>
internal sealed class YamlReader
{
    private const string TagPrefix = "tag:yaml.org,2002:";

    private readonly Parser _parser;

    // Null while the anchored value itself is being read: an alias to it would contain itself.
    private readonly Dictionary<string, DocumentValue?> _anchors = new(StringComparer.Ordinal);

    private int _values;

    private YamlReader(string text) => _parser = new Parser(new StringReader(text));

    /// <summary>The document of a text; null where the text holds none.</summary>
    /// <exception cref="DocumentException">The text is not YAML, holds more than one document, or passes <see cref="DocumentLimits"/>.</exception>
    public static DocumentValue? Read(string text)
    {
        var reader = new YamlReader(text);
        try
        {
            return reader.ReadStream();
        }
        catch (YamlException cause)
        {
            throw new DocumentException(ToPosition(cause.Start), "is not valid YAML: " + Sentence(cause), cause);
        }
        catch (Exception cause) when (cause is ArgumentException or InvalidOperationException or FormatException or OverflowException)
        {
            // Escapes of impossible characters and out-of-range numbers of directives surface from the parser as these.
            throw new DocumentException(reader.Position, "is not valid YAML near here", cause);
        }
    }

    private DocumentPosition Position => _parser.Current is { } current ? ToPosition(current.End) : new DocumentPosition(1, 1);

    private DocumentValue? ReadStream()
    {
        _parser.Consume<StreamStart>();
        if (_parser.TryConsume<StreamEnd>(out _))
            return null;
        _parser.Consume<DocumentStart>();
        var document = ReadValue(depth: 0);
        _parser.Consume<DocumentEnd>();
        if (_parser.TryConsume<DocumentStart>(out var second))
            throw new DocumentException(ToPosition(second.Start), "a second document starts here; a specification is one document");
        _parser.Consume<StreamEnd>();
        return document;
    }

    private DocumentValue ReadValue(int depth)
    {
        if (_parser.TryConsume<AnchorAlias>(out var alias))
            return Expand(alias);
        var node = _parser.Require<NodeEvent>();
        var position = ToPosition(node.Start);
        Count(1, position);
        if (depth > DocumentLimits.Depth)
            throw new DocumentException(position, $"lists and maps are nested more than {DocumentLimits.Depth} deep");
        var anchor = node.Anchor.IsEmpty ? null : node.Anchor.Value;
        if (anchor is not null)
            _anchors[anchor] = null;
        var value = node switch
        {
            Scalar => ReadScalar(_parser.Consume<Scalar>(), position),
            SequenceStart start => ReadList(start, depth, position),
            MappingStart start => ReadMap(start, depth, position),
            _ => throw new DocumentException(position, "is not valid YAML"),
        };
        if (anchor is not null)
            _anchors[anchor] = value;
        return value;
    }

    private DocumentValue Expand(AnchorAlias alias)
    {
        var position = ToPosition(alias.Start);
        if (!_anchors.TryGetValue(alias.Value.Value, out var value))
            throw new DocumentException(position, $"the alias *{alias.Value.Value} has no anchor &{alias.Value.Value} before it");
        if (value is null)
            throw new DocumentException(position, $"the alias *{alias.Value.Value} contains itself");
        Count(value.Weight, position);
        return value;
    }

    private DocumentValue ReadList(SequenceStart start, int depth, DocumentPosition position)
    {
        _parser.Consume<SequenceStart>();
        RequireTag(start, position, "seq");
        var items = new List<DocumentValue>();
        while (!_parser.TryConsume<SequenceEnd>(out _))
            items.Add(ReadValue(depth + 1));
        return DocumentValue.OfList(items, position);
    }

    private DocumentValue ReadMap(MappingStart start, int depth, DocumentPosition position)
    {
        _parser.Consume<MappingStart>();
        RequireTag(start, position, "map", "set");
        var entries = new List<DocumentEntry>();
        var merged = new List<DocumentValue>();
        while (!_parser.TryConsume<MappingEnd>(out _))
        {
            var isMerge = _parser.Accept<Scalar>(out var scalar) && scalar is { Value: "<<", Style: ScalarStyle.Plain };
            var key = ReadValue(depth + 1);
            var value = ReadValue(depth + 1);
            if (isMerge)
                merged.AddRange(Mergeable(value));
            else
                entries.Add(new DocumentEntry(key, value));
        }

        Merge(merged, entries);
        return TagOf(start) is TagPrefix + "set"
            ? DocumentValue.OfList([.. entries.Select(static entry => entry.Key)], position)
            : DocumentValue.OfMap(entries, position);
    }

    private static IReadOnlyList<DocumentValue> Mergeable(DocumentValue value)
    {
        var maps = value.Kind == DocumentKind.List ? value.Items : [value];
        return maps.All(static map => map.Kind == DocumentKind.Map)
            ? maps
            : throw new DocumentException(value.Position, "the merge key << takes a map or a list of maps, most often an alias of one");
    }

    // What is written in the map itself wins, then what was merged first.
    private static void Merge(List<DocumentValue> merged, List<DocumentEntry> entries)
    {
        if (merged.Count == 0)
            return;
        var known = new HashSet<(DocumentKind, string)>();
        foreach (var entry in entries)
            known.Add((entry.Key.Kind, entry.Key.Text));
        foreach (var entry in merged.SelectMany(static map => map.Entries))
        {
            if (known.Add((entry.Key.Kind, entry.Key.Text)))
                entries.Add(entry);
        }
    }

    private static DocumentValue ReadScalar(Scalar scalar, DocumentPosition position)
    {
        var tag = TagOf(scalar);
        if (tag.Length == 0)
        {
            return scalar.Style == ScalarStyle.Plain
                ? YamlScalars.Resolve(scalar.Value, position)
                : DocumentValue.OfText(scalar.Value, position);
        }

        if (tag is "!" or TagPrefix + "str")
            return DocumentValue.OfText(scalar.Value, position);
        var value = YamlScalars.Resolve(scalar.Value, position);
        return (tag, value.Kind) switch
        {
            (TagPrefix + "null", DocumentKind.Null) => value,
            (TagPrefix + "bool", DocumentKind.Boolean) => value,
            (TagPrefix + "int", DocumentKind.Integer) => value,
            (TagPrefix + "float", DocumentKind.Float) => value,
            (TagPrefix + "float", DocumentKind.Integer) => DocumentValue.OfFloat(value.Integer ?? double.PositiveInfinity, value.Text, position),
            (TagPrefix + "timestamp", DocumentKind.Timestamp) => value,
            _ => throw new DocumentException(position, $"the tag {NameHints.Quote(tag)} does not fit here; leave it out"),
        };
    }

    private static void RequireTag(NodeEvent node, DocumentPosition position, params ReadOnlySpan<string> names)
    {
        var tag = TagOf(node);
        if (tag.Length == 0 || tag == "!")
            return;
        foreach (var name in names)
        {
            if (tag == TagPrefix + name)
                return;
        }

        throw new DocumentException(position, $"the tag {NameHints.Quote(tag)} does not fit here; leave it out");
    }

    private static string TagOf(NodeEvent node) => node.Tag.IsEmpty ? "" : node.Tag.IsNonSpecific ? "!" : node.Tag.Value;

    private void Count(int values, DocumentPosition position)
    {
        _values = (int)Math.Min((long)_values + values, int.MaxValue);
        if (_values > DocumentLimits.Values)
            throw new DocumentException(position, $"the document holds more than {DocumentLimits.Values} values, aliases written out");
    }

    private static string Sentence(YamlException cause)
    {
        var text = cause.Message.TrimEnd('.', ' ');
        return text.Length > 0 ? char.ToLowerInvariant(text[0]) + text[1..] : "unexpected text";
    }

    private static DocumentPosition ToPosition(in Mark mark) =>
        new((int)Math.Clamp(mark.Line, 1, int.MaxValue), (int)Math.Clamp(mark.Column, 1, int.MaxValue));
}
