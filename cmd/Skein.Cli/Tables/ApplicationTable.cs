using System.Globalization;
using System.Text.Json;
using Skein.Protocol;

namespace Skein.Cli.Tables;

/// <summary>Applications as a table or as JSON.</summary>
internal static class ApplicationTable
{
    public static void Print(IReadOnlyList<ApplicationReport> reports, CommandContext context)
    {
        var table = new Table("APPLICATION_ID", "NAME", "STATE", "STATUS", "CONTAINERS", "VCORES", "MEMORY", "RUNTIME");
        foreach (var report in reports)
        {
            table.Add(
                report.Id,
                report.Name,
                StateNames.Of(report.State),
                StateNames.Of(report.FinalStatus),
                Number(report.Usage.NumUsedContainers),
                Number(report.Usage.UsedResources.Vcores),
                Number(report.Usage.UsedResources.Memory),
                Runtime.Format(report.StartTime, report.FinishTime, context.Time.GetUtcNow()));
        }

        table.Print(context.Output);
    }

    public static void WriteJson(IReadOnlyList<ApplicationReport> reports, CommandContext context) =>
        JsonOutput.WriteArray(context.Output, reports, Write);

    public static void Write(Utf8JsonWriter json, ApplicationReport report)
    {
        json.WriteStartObject();
        json.WriteString("id", report.Id);
        json.WriteString("name", report.Name);
        json.WriteString("user", report.User);
        json.WriteString("queue", report.Queue);
        json.WriteString("state", StateNames.Of(report.State));
        json.WriteString("final_status", StateNames.Of(report.FinalStatus));
        json.WriteString("diagnostics", report.Diagnostics);
        json.WriteString("tracking_url", report.TrackingUrl);
        json.WriteString("host", report.Host);
        json.WriteNumber("port", report.Port);
        json.WriteNumber("progress", report.Progress);
        json.WriteNumber("start_time", report.StartTime);
        json.WriteNumber("finish_time", report.FinishTime);
        json.WriteNumber("priority", report.Priority);
        JsonOutput.WriteStrings(json, "tags", report.Tags);
        json.WriteStartObject("usage");
        json.WriteNumber("containers", report.Usage.NumUsedContainers);
        json.WriteNumber("vcores", report.Usage.UsedResources.Vcores);
        json.WriteNumber("memory", report.Usage.UsedResources.Memory);
        json.WriteNumber("memory_seconds", report.Usage.MemorySeconds);
        json.WriteNumber("vcore_seconds", report.Usage.VcoreSeconds);
        ResourcesJson.Write(json, "used", report.Usage.UsedResources ?? new Resources());
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
