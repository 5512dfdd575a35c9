using System.Text;
using System.Text.Json;
using Skein.Client;

namespace Skein.Cli.Tables;

/// <summary>Keys of the store as JSON: a value is a text where its bytes are UTF-8, else <c>base64</c> stands in its place.</summary>
internal static class KeyJson
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static string NameOf(KeyEventKind kind) => kind == KeyEventKind.Put ? "PUT" : "DELETE";

    public static void Write(Utf8JsonWriter json, KeyEvent change)
    {
        json.WriteStartObject();
        json.WriteString("type", NameOf(change.Kind));
        json.WriteNumber("revision", change.Revision);
        if (change.Kind == KeyEventKind.Put)
            WriteProperties(json, change.Entry);
        else
            json.WriteString("key", change.Key);
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, TransactionOutcome outcome)
    {
        json.WriteStartObject();
        json.WriteBoolean("succeeded", outcome.Succeeded);
        json.WriteNumber("revision", outcome.Revision);
        json.WriteStartArray("results");
        foreach (var result in outcome.Results)
        {
            json.WriteStartObject();
            json.WriteNumber("count", result.Count);
            json.WriteStartArray("entries");
            foreach (var entry in result.Entries)
            {
                json.WriteStartObject();
                WriteProperties(json, entry);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteProperties(Utf8JsonWriter json, KeyEntry entry)
    {
        json.WriteString("key", entry.Key);
        try
        {
            json.WriteString("value", Strict.GetString(entry.Value.Span));
        }
        catch (DecoderFallbackException)
        {
            json.WriteBase64String("base64", entry.Value.Span);
        }

        json.WriteString("owner", entry.Owner is null ? null : ContainerName.Of(entry.Owner));
    }
}
