using System.Globalization;
using System.Text.Json;
using Skein.Protocol;

namespace Skein.Cli.Tables;

/// <summary>Queues as a table or as JSON.</summary>
internal static class QueueTable
{
    public static void Print(IReadOnlyList<Queue> queues, CommandContext context)
    {
        var table = new Table("QUEUE", "STATE", "CAPACITY", "MAX_CAPACITY", "USED", "LABELS");
        foreach (var queue in queues)
        {
            table.Add(
                queue.Name,
                StateNames.Of(queue.State),
                Percent(queue.Capacity),
                Percent(queue.MaxCapacity),
                Percent(queue.PercentUsed),
                string.Join(',', queue.NodeLabels));
        }

        table.Print(context.Output);
    }

    public static void WriteJson(IReadOnlyList<Queue> queues, CommandContext context) =>
        JsonOutput.WriteArray(context.Output, queues, Write);

    private static void Write(Utf8JsonWriter json, Queue queue)
    {
        json.WriteStartObject();
        json.WriteString("name", queue.Name);
        json.WriteString("state", StateNames.Of(queue.State));
        json.WriteNumber("capacity", queue.Capacity);
        json.WriteNumber("max_capacity", queue.MaxCapacity);
        json.WriteNumber("percent_used", queue.PercentUsed);
        JsonOutput.WriteStrings(json, "node_labels", queue.NodeLabels);
        json.WriteString("default_node_label", queue.DefaultNodeLabel);
        json.WriteEndObject();
    }

    private static string Percent(float value) => value.ToString("0.#", CultureInfo.InvariantCulture) + "%";
}
