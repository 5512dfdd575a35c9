using System.Text.Json;
using Skein.Client;
using Skein.Protocol;

namespace Skein.Cli.Tables;

/// <summary>Containers as a table or as JSON.</summary>
internal static class ContainerTable
{
    public static void Print(IReadOnlyList<Container> containers, CommandContext context)
    {
        var table = new Table("SERVICE", "ID", "STATE", "RUNTIME");
        foreach (var container in Sorted(containers))
        {
            table.Add(
                container.ServiceName,
                ContainerName.Of(container),
                StateNames.Of(container.State),
                Runtime.Format(container.StartTime, container.FinishTime, context.Time.GetUtcNow()));
        }

        table.Print(context.Output);
    }

    public static void WriteJson(IReadOnlyList<Container> containers, CommandContext context) =>
        JsonOutput.WriteArray(context.Output, Sorted(containers), Write);

    private static void Write(Utf8JsonWriter json, Container container)
    {
        json.WriteStartObject();
        json.WriteString("id", ContainerName.Of(container));
        json.WriteString("service", container.ServiceName);
        json.WriteNumber("instance", container.Instance);
        json.WriteString("state", StateNames.Of(container.State));
        json.WriteBoolean("ready", container.Ready);
        json.WriteBoolean("lost", container.Lost);
        json.WriteNumber("not_before", container.NotBeforeMs);
        json.WriteString("yarn_container_id", container.YarnContainerId);
        json.WriteString("yarn_node_http_address", container.YarnNodeHttpAddress);
        json.WriteNumber("start_time", container.StartTime);
        json.WriteNumber("finish_time", container.FinishTime);
        json.WriteString("exit_message", container.ExitMessage);
        json.WriteEndObject();
    }

    private static IReadOnlyList<Container> Sorted(IReadOnlyList<Container> containers) =>
        [.. containers.OrderBy(container => container.ServiceName, StringComparer.Ordinal).ThenBy(container => container.Instance)];
}
