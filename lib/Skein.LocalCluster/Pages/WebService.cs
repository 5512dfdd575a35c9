using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Skein.Hadoop.Web.Server;

namespace Skein.LocalCluster.Pages;

/// <summary>Answers in the form of YARN's web services.</summary>
internal static class WebService
{
    // What Hadoop leaves as it is, since nobody may take an answer for HTML.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A JSON object.</summary>
    /// <param name="write">Writes its members.</param>
    /// <param name="status">Status code.</param>
    public static HttpResponse Json(Action<Utf8JsonWriter> write, int status = 200)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, Options))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return HttpResponse.Bytes(status, "application/json;charset=utf-8", bytes.WrittenMemory);
    }

    /// <summary>A refusal as YARN's own exceptions.</summary>
    public static HttpResponse NotFound(string message) =>
        Exception(404, "org.apache.hadoop.yarn.webapp", "NotFoundException", message);

    /// <inheritdoc cref="NotFound" />
    public static HttpResponse BadRequest(string message) =>
        Exception(400, "org.apache.hadoop.yarn.webapp", "BadRequestException", message);

    /// <summary>A refusal as those exceptions that YARN does not tell apart.</summary>
    public static HttpResponse Unavailable(string message) => Exception(503, "javax.ws.rs", "WebApplicationException", message);

    private static HttpResponse Exception(int status, string package, string name, string message) => Json(
        json =>
        {
            json.WriteStartObject("RemoteException");
            json.WriteString("exception", name);
            json.WriteString("message", message);
            json.WriteString("javaClassName", $"{package}.{name}");
            json.WriteEndObject();
        },
        status);
}
