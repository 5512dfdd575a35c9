using System.Globalization;
using System.Text.Json;
using Skein.Hadoop.Web.Server;
using Skein.Hadoop.Yarn;
using Skein.Hadoop.Yarn.Protocol;
using Skein.LocalCluster.Reports;

namespace Skein.LocalCluster.Pages.Cluster;

/// <summary>
/// The ResourceManager's web service, as Hadoop 3.4 answers in JSON:
/// <code>
/// /ws/v1/cluster[/info]                  the ResourceManager
/// /ws/v1/cluster/nodes                   its nodes
/// /ws/v1/cluster/apps                    applications; state, states, user, queue, applicationTypes and limit restrict them
/// /ws/v1/cluster/apps/ID[/appattempts]   one, and its attempts
/// /ws/v1/cluster/apps/ID/timeouts        when it will be killed
/// </code>
/// What says nothing about a cluster on one machine is left out, such as preemption.
/// </summary>
/// <param name="cluster">What is shown.</param>
/// <param name="version">Version that is told.</param>
/// <param name="time">Clock of what still runs.</param>
internal sealed class ClusterService(IClusterView cluster, string version, TimeProvider time)
{
    public HttpResponse Answer(HttpRequest request) => request.Parts switch
    {
        ["ws", "v1", "cluster"] or ["ws", "v1", "cluster", "info"] => Information(),
        ["ws", "v1", "cluster", "nodes"] => Nodes(),
        ["ws", "v1", "cluster", "apps"] => Applications(request),
        ["ws", "v1", "cluster", "apps", var id] => Application(id, report => WebService.Json(json =>
        {
            json.WritePropertyName("app");
            Write(json, report);
        })),
        ["ws", "v1", "cluster", "apps", var id, "appattempts"] => Application(id, _ => Attempts(id)),
        ["ws", "v1", "cluster", "apps", var id, "timeouts"] => Application(id, Timeouts),
        _ => WebService.NotFound("java.lang.Exception: there is no such resource"),
    };

    private HttpResponse Information() => WebService.Json(json =>
    {
        json.WriteStartObject("clusterInfo");
        json.WriteNumber("id", cluster.StartTime);
        json.WriteNumber("startedOn", cluster.StartTime);
        json.WriteString("state", "STARTED");
        json.WriteString("haState", "ACTIVE");
        json.WriteString("resourceManagerVersion", version);
        json.WriteString("hadoopVersion", version);
        json.WriteEndObject();
    });

    private HttpResponse Nodes() => WebService.Json(json =>
    {
        json.WriteStartObject("nodes");
        json.WriteStartArray("node");
        foreach (var node in cluster.Nodes())
        {
            json.WriteStartObject();
            json.WriteString("rack", node.RackName);
            json.WriteString("state", "RUNNING");
            json.WriteString("id", $"{node.NodeId.Host}:{node.NodeId.Port}");
            json.WriteString("nodeHostName", node.NodeId.Host);
            json.WriteString("nodeHTTPAddress", node.HttpAddress);
            json.WriteNumber("lastHealthUpdate", node.LastHealthReportTime);
            json.WriteString("version", version);
            json.WriteString("healthReport", node.HealthReport);
            json.WriteNumber("numContainers", node.NumContainers);
            json.WriteNumber("usedMemoryMB", node.Used.Memory);
            json.WriteNumber("availMemoryMB", node.Capability.Memory - node.Used.Memory);
            json.WriteNumber("usedVirtualCores", node.Used.VirtualCores);
            json.WriteNumber("availableVirtualCores", node.Capability.VirtualCores - node.Used.VirtualCores);
            json.WriteStartArray("nodeLabels");
            foreach (var label in node.NodeLabels)
                json.WriteStringValue(label);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    private HttpResponse Applications(HttpRequest request)
    {
        var wanted = new GetApplicationsRequestProto();
        if (request.Parameter("user") is { } user)
            wanted.Users.Add(user);
        if (request.Parameter("queue") is { } queue)
            wanted.Queues.Add(queue);
        wanted.ApplicationTypes.AddRange(List(request.Parameter("applicationTypes")));
        foreach (var name in List($"{request.Parameter("states")},{request.Parameter("state")}"))
        {
            if (!TryParse(name, out var state))
                return WebService.BadRequest($"java.lang.Exception: Invalid application-state {name} specified.");
            wanted.ApplicationStates.Add(state);
        }

        if (request.Parameter("limit") is { } limit)
        {
            if (!long.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out var count) || count == 0)
                return WebService.BadRequest("java.lang.Exception: limit value must be greater then 0");
            wanted.Limit = count;
        }

        var reports = ApplicationFilter.Select(cluster.Applications(), wanted);
        return WebService.Json(json =>
        {
            json.WriteStartObject("apps");
            if (reports.Count > 0)
            {
                json.WriteStartArray("app");
                foreach (var report in reports)
                    Write(json, report);
                json.WriteEndArray();
            }

            json.WriteEndObject();
        });
    }

    private HttpResponse Application(string id, Func<ApplicationReportProto, HttpResponse> answer)
    {
        if (!YarnIds.TryParseApplication(id, out _))
            return WebService.BadRequest($"java.lang.IllegalArgumentException: Invalid ApplicationId: {id}");
        return cluster.Find(id) is { } report ? answer(report) : WebService.NotFound($"java.lang.Exception: app with id: {id} not found");
    }

    private HttpResponse Attempts(string id)
    {
        var containers = cluster.Containers(id);
        return WebService.Json(json =>
        {
            json.WriteStartObject("appAttempts");
            json.WriteStartArray("appAttempt");
            foreach (var attempt in cluster.Attempts(id))
            {
                json.WriteStartObject();
                json.WriteNumber("id", attempt.ApplicationAttemptId.AttemptId);
                json.WriteNumber("startTime", attempt.StartTime);
                json.WriteNumber("finishedTime", attempt.FinishTime);
                if (attempt.AmContainerId is { } master)
                {
                    json.WriteString("containerId", YarnIds.Format(master));
                    if (containers.FirstOrDefault(container => container.ContainerId.Equals(master)) is { } container)
                    {
                        json.WriteString("nodeHttpAddress", container.NodeHttpAddress.Replace("http://", "", StringComparison.Ordinal));
                        json.WriteString("nodeId", $"{container.NodeId.Host}:{container.NodeId.Port}");
                        json.WriteString("logsLink", container.LogUrl);
                    }
                }

                json.WriteString("appAttemptId", YarnIds.Format(attempt.ApplicationAttemptId));
                json.WriteString("appAttemptState", StateNames.Of(attempt.YarnApplicationAttemptState));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    private static HttpResponse Timeouts(ApplicationReportProto report) => WebService.Json(json =>
    {
        json.WriteStartObject("timeouts");
        json.WriteStartArray("timeout");
        foreach (var timeout in report.AppTimeouts)
        {
            json.WriteStartObject();
            json.WriteString("type", "LIFETIME");
            json.WriteString("expiryTime", timeout.ApplicationTimeout.ExpireTime);
            json.WriteNumber("remainingTimeInSeconds", timeout.ApplicationTimeout.RemainingTime);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    private void Write(Utf8JsonWriter json, ApplicationReportProto report)
    {
        var isReady = report.YarnApplicationState >= YarnApplicationStateProto.Running;
        var end = report.FinishTime > 0 ? report.FinishTime : time.GetUtcNow().ToUnixTimeMilliseconds();
        json.WriteStartObject();
        json.WriteString("id", YarnIds.Format(report.ApplicationId));
        json.WriteString("user", report.User);
        json.WriteString("name", report.Name);
        json.WriteString("queue", report.Queue);
        json.WriteString("state", StateNames.Of(report.YarnApplicationState));
        json.WriteString("finalStatus", StateNames.Of(report.FinalApplicationStatus));
        json.WriteNumber("progress", 100 * report.Progress);
        json.WriteString("trackingUI", !isReady ? "UNASSIGNED" : report.FinishTime > 0 ? "History" : "ApplicationMaster");
        if (isReady)
            json.WriteString("trackingUrl", report.TrackingUrl);
        json.WriteString("diagnostics", report.Diagnostics);
        json.WriteNumber("clusterId", report.ApplicationId.ClusterTimestamp);
        json.WriteString("applicationType", report.ApplicationType);
        json.WriteString("applicationTags", string.Join(',', report.ApplicationTags));
        json.WriteNumber("priority", report.Priority?.Priority ?? 0);
        json.WriteNumber("startedTime", report.StartTime);
        json.WriteNumber("launchTime", report.LaunchTime);
        json.WriteNumber("finishedTime", report.FinishTime);
        json.WriteNumber("elapsedTime", Math.Max(0, end - report.StartTime));
        if (report.Host is not ("" or "N/A"))
            json.WriteString("amRPCAddress", $"{report.Host}:{report.RpcPort}");
        if (report.AppResourceUsage is { } usage)
        {
            json.WriteNumber("allocatedMB", usage.NumUsedContainers < 0 ? -1 : usage.UsedResources.Memory);
            json.WriteNumber("allocatedVCores", usage.NumUsedContainers < 0 ? -1 : usage.UsedResources.VirtualCores);
            json.WriteNumber("runningContainers", usage.NumUsedContainers);
            json.WriteNumber("memorySeconds", usage.MemorySeconds);
            json.WriteNumber("vcoreSeconds", usage.VcoreSeconds);
            json.WriteNumber("queueUsagePercentage", usage.QueueUsagePercentage);
            json.WriteNumber("clusterUsagePercentage", usage.ClusterUsagePercentage);
        }

        json.WriteString("logAggregationStatus", StateNames.Of(report.LogAggregationStatus));
        json.WriteBoolean("unmanagedApplication", report.UnmanagedApplication);
        json.WriteEndObject();
    }

    private static string[] List(string? names) =>
        (names ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static bool TryParse(string name, out YarnApplicationStateProto state)
    {
        foreach (var candidate in StateNames.ApplicationStates)
        {
            state = candidate;
            if (StateNames.Of(candidate).Equals(name, StringComparison.OrdinalIgnoreCase))
                return true;
        }

        state = default;
        return false;
    }
}
