using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Skein.Specification.Documents;

/// <summary>Writes a document as indented JSON.</summary>
internal static class JsonWriter
{
    public static string Write(DocumentValue document)
    {
        var buffer = new ArrayBufferWriter<byte>();
        // The text goes to files and terminals, never into a web page, so quotes and letters outside ASCII stay readable.
        var options = new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
        using (var writer = new Utf8JsonWriter(buffer, options))
            Write(writer, document);
        return Encoding.UTF8.GetString(buffer.WrittenSpan) + "\n";
    }

    private static void Write(Utf8JsonWriter writer, DocumentValue value)
    {
        switch (value.Kind)
        {
            case DocumentKind.List:
                writer.WriteStartArray();
                foreach (var item in value.Items)
                    Write(writer, item);
                writer.WriteEndArray();
                break;
            case DocumentKind.Map:
                writer.WriteStartObject();
                foreach (var (key, field) in value.Entries)
                {
                    writer.WritePropertyName(key.Text);
                    Write(writer, field);
                }

                writer.WriteEndObject();
                break;
            case DocumentKind.Boolean:
                writer.WriteBooleanValue(value.Boolean);
                break;
            case DocumentKind.Integer when value.Integer is { } number:
                writer.WriteNumberValue(number);
                break;
            case DocumentKind.Null:
                writer.WriteNullValue();
                break;
            default:
                writer.WriteStringValue(value.Text);
                break;
        }
    }
}
