using System.Globalization;
using Skein.Protocol;

namespace Skein.Cli.Tables;

/// <summary>Reports in the layout of Hadoop's own <c>yarn</c>, which scripts take apart.</summary>
internal static class YarnTables
{
    public static void PrintApplications(IReadOnlyList<ApplicationReport> reports, TextWriter output)
    {
        output.WriteLine($"Total number of applications (application-types: [skein]):{reports.Count}");
        PrintRow(output, [("Application-Id", 30), ("Application-Name", 20), ("Application-Type", 20), ("User", 10), ("Queue", 10), ("State", 18), ("Final-State", 18), ("Progress", 15), ("Tracking-URL", 35)]);
        foreach (var report in reports)
        {
            PrintRow(output, [(report.Id, 30), (report.Name, 20), ("skein", 20), (report.User, 10), (report.Queue, 10), (StateNames.Of(report.State), 18), (StateNames.Of(report.FinalStatus), 18), (Percent(report.Progress), 15), (Known(report.TrackingUrl), 35)]);
        }
    }

    public static void PrintApplication(ApplicationReport report, TextWriter output)
    {
        output.WriteLine("Application Report : ");
        foreach ((var name, var value) in ((string, string)[])
        [
            ("Application-Id", report.Id),
            ("Application-Name", report.Name),
            ("Application-Type", "skein"),
            ("User", report.User),
            ("Queue", report.Queue),
            ("Application Priority", Number(report.Priority)),
            ("Start-Time", Number(report.StartTime)),
            ("Finish-Time", Number(report.FinishTime)),
            ("Progress", Percent(report.Progress)),
            ("State", StateNames.Of(report.State)),
            ("Final-State", StateNames.Of(report.FinalStatus)),
            ("Tracking-URL", Known(report.TrackingUrl)),
            ("RPC Port", Number(report.Port)),
            ("AM Host", report.Host),
            ("Aggregate Resource Allocation", $"{Number(report.Usage.MemorySeconds)} MB-seconds, {Number(report.Usage.VcoreSeconds)} vcore-seconds"),
            ("Diagnostics", report.Diagnostics),
        ])
        {
            output.WriteLine($"\t{name} : {value}");
        }
    }

    public static void PrintNodes(IReadOnlyList<NodeReport> nodes, TextWriter output)
    {
        output.WriteLine($"Total Nodes:{nodes.Count}");
        PrintRow(output, [("Node-Id", 16), ("Node-State", 15), ("Node-Http-Address", 17)]);
        foreach (var node in nodes)
            PrintRow(output, [(node.Id, 16), (StateNames.Of(node.State), 15), (node.HttpAddress, 17)]);
    }

    // Each cell is at the right of its width, and a tabulator follows: "%30s\t%20s\t...".
    private static void PrintRow(TextWriter output, ReadOnlySpan<(string Text, int Width)> cells)
    {
        for (var i = 0; i < cells.Length; i++)
            output.Write((i > 0 ? "\t" : "") + cells[i].Text.PadLeft(cells[i].Width));
        output.WriteLine();
    }

    private static string Percent(float progress) => string.Create(CultureInfo.InvariantCulture, $"{100 * progress:0.##}%");

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Known(string address) => address.Length > 0 ? address : "N/A";
}
