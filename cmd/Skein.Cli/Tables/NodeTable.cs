using System.Text.Json;
using Skein.Protocol;

namespace Skein.Cli.Tables;

/// <summary>Nodes as a table or as JSON. Memory and cores are what is used, a stroke, and what there is; memory in MiB.</summary>
internal static class NodeTable
{
    public static void Print(IReadOnlyList<NodeReport> nodes, CommandContext context)
    {
        var table = new Table("NODE", "STATE", "RACK", "MEMORY", "VCORES", "LABELS");
        foreach (var node in nodes)
        {
            table.Add(
                node.Id,
                StateNames.Of(node.State),
                node.RackName,
                $"{node.UsedResources.Memory}/{node.TotalResources.Memory}",
                $"{node.UsedResources.Vcores}/{node.TotalResources.Vcores}",
                string.Join(',', node.Labels));
        }

        table.Print(context.Output);
    }

    public static void WriteJson(IReadOnlyList<NodeReport> nodes, CommandContext context) =>
        JsonOutput.WriteArray(context.Output, nodes, Write);

    private static void Write(Utf8JsonWriter json, NodeReport node)
    {
        json.WriteStartObject();
        json.WriteString("id", node.Id);
        json.WriteString("state", StateNames.Of(node.State));
        json.WriteString("rack", node.RackName);
        json.WriteString("http_address", node.HttpAddress);
        json.WriteString("health_report", node.HealthReport);
        JsonOutput.WriteStrings(json, "labels", node.Labels);
        ResourcesJson.Write(json, "total", node.TotalResources);
        ResourcesJson.Write(json, "used", node.UsedResources);
        json.WriteEndObject();
    }
}
