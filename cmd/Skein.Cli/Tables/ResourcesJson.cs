using System.Text.Json;
using Skein.Protocol;

namespace Skein.Cli.Tables;

/// <summary>Amounts of resources as a JSON object, the cluster's own types by their names in <c>custom</c>.</summary>
internal static class ResourcesJson
{
    public static void Write(Utf8JsonWriter json, string name, Resources resources)
    {
        json.WriteStartObject(name);
        json.WriteNumber("memory", resources.Memory);
        json.WriteNumber("vcores", resources.Vcores);
        json.WriteNumber("gpus", resources.Gpus);
        json.WriteNumber("fpgas", resources.Fpgas);
        json.WriteStartObject("custom");
        foreach (var amount in resources.Custom)
            json.WriteNumber(amount.Name, amount.Value);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
