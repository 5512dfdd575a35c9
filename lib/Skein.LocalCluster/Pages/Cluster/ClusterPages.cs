using System.Globalization;
using Skein.Hadoop.Web.Server;
using Skein.Hadoop.Yarn;
using Skein.Hadoop.Yarn.Protocol;
using Skein.LocalCluster.Pages.Proxying;

namespace Skein.LocalCluster.Pages.Cluster;

/// <summary>
/// Pages for people, under YARN's paths:
/// <code>
/// /cluster           applications, the newest first
/// /cluster/app/ID    one with its attempts and containers, the newest first
/// </code>
/// Of very many the newest are shown.
/// </summary>
internal sealed class ClusterPages(IClusterView cluster)
{
    private const int MaxRows = 1000;

    public HttpResponse Answer(HttpRequest request) => request.Parts switch
    {
        ["cluster"] or ["cluster", "apps"] => Applications(),
        ["cluster", "app", var id] => cluster.Find(id) is { } report
            ? Application(id, report)
            : new HtmlPage("No such application")
                .Paragraph($"This cluster knows no {id}.")
                .Link("/cluster", "Applications")
                .ToResponse(404),
        _ => new HtmlPage("No such page").Link("/cluster", "Applications").ToResponse(404),
    };

    private HttpResponse Applications()
    {
        var reports = new List<ApplicationReportProto>(cluster.Applications());
        reports.Sort(static (one, other) => other.StartTime.CompareTo(one.StartTime));
        var page = new HtmlPage("Applications");
        TellRows(page, reports.Count);
        return page.Table(
            ["application", "name", "user", "queue", "state", "final state", "started, UTC", "finished, UTC", "progress", "page", "logs"],
            rows =>
            {
                foreach (var report in reports.Take(MaxRows))
                {
                    var id = YarnIds.Format(report.ApplicationId);
                    rows.Row().Cell($"/cluster/app/{id}", id).Cell(report.Name).Cell(report.User).Cell(report.Queue)
                        .Cell(StateNames.Of(report.YarnApplicationState)).Cell(StateNames.Of(report.FinalApplicationStatus))
                        .Cell(Time(report.StartTime)).Cell(Time(report.FinishTime))
                        .Cell(string.Create(CultureInfo.InvariantCulture, $"{100 * report.Progress:0}%"))
                        .Cell(PageOf(report, id), "page").Cell(LogsOf(report, id), "logs");
                }
            }).ToResponse();
    }

    private HttpResponse Application(string id, ApplicationReportProto report)
    {
        var page = new HtmlPage(id).Link("/cluster", "Applications");
        if (PageOf(report, id) is { } address)
            page.Link(address, "Its page");
        if (LogsOf(report, id) is { } logs)
            page.Link(logs, "Its logs");
        page.Table([], rows =>
        {
            rows.Row().Cell("Name").Cell(report.Name).Row().Cell("User").Cell(report.User).Row().Cell("Queue").Cell(report.Queue)
                .Row().Cell("State").Cell(StateNames.Of(report.YarnApplicationState))
                .Row().Cell("Final state").Cell(StateNames.Of(report.FinalApplicationStatus))
                .Row().Cell("Started, UTC").Cell(Time(report.StartTime)).Row().Cell("Finished, UTC").Cell(Time(report.FinishTime))
                .Row().Cell("Diagnostics").Cell(report.Diagnostics);
        });
        page.Heading("Attempts").Table(["attempt", "state", "started, UTC", "finished, UTC", "diagnostics"], rows =>
        {
            foreach (var attempt in cluster.Attempts(id))
            {
                rows.Row().Cell(YarnIds.Format(attempt.ApplicationAttemptId)).Cell(StateNames.Of(attempt.YarnApplicationAttemptState))
                    .Cell(Time(attempt.StartTime)).Cell(Time(attempt.FinishTime)).Cell(attempt.Diagnostics);
            }
        });
        var containers = new List<ContainerReportProto>(cluster.Containers(id));
        containers.Sort(static (one, other) => other.CreationTime.CompareTo(one.CreationTime));
        page.Heading("Containers");
        TellRows(page, containers.Count);
        return page.Table(
            ["container", "node", "state", "exit status", "started, UTC", "finished, UTC", "logs", "diagnostics"],
            rows =>
            {
                foreach (var container in containers.Take(MaxRows))
                {
                    var hasEnded = container.ContainerState == ContainerStateProto.CComplete;
                    rows.Row().Cell(YarnIds.Format(container.ContainerId)).Cell($"{container.NodeId.Host}:{container.NodeId.Port}")
                        .Cell(StateNames.Of(container.ContainerState))
                        .Cell(hasEnded ? container.ContainerExitStatus.ToString(CultureInfo.InvariantCulture) : "")
                        .Cell(Time(container.CreationTime)).Cell(Time(container.FinishTime)).Cell(container.LogUrl, "logs")
                        .Cell(container.HasDiagnosticsInfo ? container.DiagnosticsInfo : "");
                }
            }).ToResponse();
    }

    private static void TellRows(HtmlPage page, int count)
    {
        if (count > MaxRows)
            page.Paragraph(string.Create(CultureInfo.InvariantCulture, $"The newest {MaxRows} of {count}:"));
    }

    private static string? PageOf(ApplicationReportProto report, string id) =>
        TrackingAddress.Of(report) is null ? null : $"/proxy/{id}/";

    private static string? LogsOf(ApplicationReportProto report, string id) =>
        report.LogAggregationStatus == LogAggregationStatusProto.LogSucceeded ? $"/cluster/logs/{id}" : null;

    private static string Time(long milliseconds) => milliseconds <= 0
        ? ""
        : DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
