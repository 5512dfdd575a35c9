using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Skein.Specification.Documents;

/// <summary>Composes the one value of a JSON text.</summary>
internal ref struct JsonReader
{
    private readonly LineIndex _lines;
    private Utf8JsonReader _reader;
    private int _values;

    private JsonReader(ReadOnlySpan<byte> utf8)
    {
        _lines = new LineIndex(utf8);
        _reader = new Utf8JsonReader(utf8, new JsonReaderOptions { MaxDepth = DocumentLimits.Depth });
    }

    /// <summary>The value of a text; null where the text holds nothing but white space.</summary>
    /// <exception cref="DocumentException">The text is not JSON, or passes <see cref="DocumentLimits"/>.</exception>
    public static DocumentValue? Read(string text)
    {
        if (string.IsNullOrWhiteSpace(text))
            return null;
        var reader = new JsonReader(Encoding.UTF8.GetBytes(text));
        try
        {
            reader._reader.Read();
            var value = reader.ReadValue();
            reader._reader.Read();
            return value;
        }
        catch (JsonException cause)
        {
            throw new DocumentException(reader.PositionOf(cause), "is not valid JSON: " + Sentence(cause), cause);
        }
        catch (InvalidOperationException cause)
        {
            throw new DocumentException(reader.Position, "is not valid JSON: an escape names half of a surrogate pair", cause);
        }
    }

    private readonly DocumentPosition Position => _lines.PositionOf(_reader.TokenStartIndex);

    private DocumentValue ReadValue()
    {
        var position = Position;
        if (++_values > DocumentLimits.Values)
            throw new DocumentException(position, $"the document holds more than {DocumentLimits.Values} values");
        switch (_reader.TokenType)
        {
            case JsonTokenType.StartArray:
                var items = new List<DocumentValue>();
                while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
                    items.Add(ReadValue());
                return DocumentValue.OfList(items, position);
            case JsonTokenType.StartObject:
                var entries = new List<DocumentEntry>();
                while (_reader.Read() && _reader.TokenType != JsonTokenType.EndObject)
                {
                    var key = DocumentValue.OfText(_reader.GetString() ?? "", Position);
                    _reader.Read();
                    entries.Add(new DocumentEntry(key, ReadValue()));
                }

                return DocumentValue.OfMap(entries, position);
            case JsonTokenType.String:
                return DocumentValue.OfText(_reader.GetString() ?? "", position);
            case JsonTokenType.Number:
                return ReadNumber(position);
            case JsonTokenType.True or JsonTokenType.False:
                return DocumentValue.OfBoolean(_reader.GetBoolean(), Encoding.ASCII.GetString(_reader.ValueSpan), position);
            default:
                return DocumentValue.OfNull(position);
        }
    }

    private readonly DocumentValue ReadNumber(DocumentPosition position)
    {
        var text = Encoding.ASCII.GetString(_reader.ValueSpan);
        if (text.AsSpan().ContainsAny('.', 'e', 'E'))
            return DocumentValue.OfFloat(double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture), text, position);
        long? value = long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var known) ? known : null;
        return DocumentValue.OfInteger(value, text, position);
    }

    private readonly DocumentPosition PositionOf(JsonException cause) =>
        cause is { LineNumber: { } line, BytePositionInLine: { } column } ? _lines.PositionOf(line, column) : Position;

    // The reader ends its messages with the position, which is shown in front already.
    private static string Sentence(JsonException cause)
    {
        var end = cause.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return NameHints.Printable(end < 0 ? cause.Message : cause.Message[..end]).TrimEnd('.');
    }
}
