using System.Text.Json;
using Skein.Hadoop.Rpc;

namespace Skein.Hadoop.Web;

/// <summary>What the answers of Hadoop's web servers have in common, in JSON.</summary>
/// <remarks>
/// <code>
/// {"RemoteException": {"exception": "FileNotFoundException", "javaClassName": "java.io.FileNotFoundException", "message": "..."}}
/// </code>
/// </remarks>
internal static class WebMessages
{
    /// <summary>The server's exception; null where the answer holds none.</summary>
    public static RemoteException? Error(JsonElement answer, HadoopEndpoint server)
    {
        if (answer.ValueKind != JsonValueKind.Object || !answer.TryGetProperty("RemoteException", out var error))
            return null;
        var name = Text(error, "javaClassName") ?? Text(error, "exception") ?? "Exception";
        return new RemoteException(name, Text(error, "message") ?? "", remoteTrace: null, server);
    }

    /// <exception cref="InvalidDataException">There is no such member.</exception>
    public static JsonElement Member(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value)
            ? value
            : throw new InvalidDataException($"the answer has no {name}");

    /// <summary>A member that is a text; null: there is none.</summary>
    public static string? Text(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
