using System.Text.Json;
using Skein.Hadoop.Yarn;
using Skein.Hadoop.Yarn.Protocol;

namespace Skein.LocalCluster.Tests.Pages;

public sealed class ClusterServiceTests : IAsyncDisposable
{
    private readonly TestSite _site = new();

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task ResourceManager_tells_of_itself()
    {
        var information = (await AskAsync("/ws/v1/cluster/info")).GetProperty("clusterInfo");
        Assert.Equal("""{"id":1700000000000,"startedOn":1700000000000,"state":"STARTED","haState":"ACTIVE","resourceManagerVersion":"1.2","hadoopVersion":"1.2"}""", $"{information}");
        Assert.Equal($"{information}", $"{(await AskAsync("/ws/v1/cluster")).GetProperty("clusterInfo")}");
    }

    [Fact]
    public async Task Application_has_the_names_of_Hadoops_fields()
    {
        var report = _site.Add("mine", YarnApplicationStateProto.Finished);
        report.FinalApplicationStatus = FinalApplicationStatusProto.AppFailed;
        report.FinishTime = report.StartTime + 1500;
        report.TrackingUrl = "http://localhost:8088/proxy/x/";
        report.Diagnostics = "it broke";
        report.ApplicationTags.Add(["a", "b"]);
        report.AppResourceUsage = new ApplicationResourceUsageReportProto
        {
            NumUsedContainers = -1,
            MemorySeconds = 7,
            VcoreSeconds = 3,
        };

        var app = (await AskAsync("/ws/v1/cluster/apps")).GetProperty("apps").GetProperty("app")[0];

        Assert.Equal(
            """
            {"id":"application_1700000000000_0001","user":"alice","name":"mine","queue":"root.default","state":"FINISHED","finalStatus":"FAILED",
            "progress":50,"trackingUI":"History","trackingUrl":"http://localhost:8088/proxy/x/","diagnostics":"it broke","clusterId":1700000000000,
            "applicationType":"skein","applicationTags":"a,b","priority":0,"startedTime":1700000000000,"launchTime":0,"finishedTime":1700000001500,
            "elapsedTime":1500,"allocatedMB":-1,"allocatedVCores":-1,"runningContainers":-1,"memorySeconds":7,"vcoreSeconds":3,
            "queueUsagePercentage":0,"clusterUsagePercentage":0,"logAggregationStatus":"NOT_START","unmanagedApplication":false}
            """.ReplaceLineEndings(""),
            $"{app}");
        Assert.Equal($"{app}", $"{(await AskAsync($"/ws/v1/cluster/apps/{TestSite.Id}")).GetProperty("app")}");
    }

    [Fact]
    public async Task Application_that_waits_has_no_address_yet()
    {
        _site.Add(state: YarnApplicationStateProto.Accepted);
        var app = (await AskAsync($"/ws/v1/cluster/apps/{TestSite.Id}")).GetProperty("app");
        Assert.Equal("UNASSIGNED", app.GetProperty("trackingUI").GetString());
        Assert.False(app.TryGetProperty("trackingUrl", out _));
    }

    [Theory]
    [InlineData("", "one two three")]
    [InlineData("?states=running,FINISHED", "one three")]
    [InlineData("?state=KILLED", "two")]
    [InlineData("?user=alice&limit=1", "one")]
    [InlineData("?user=bob", "")]
    [InlineData("?queue=default&applicationTypes=spark,skein", "one two three")]
    [InlineData("?applicationTypes=spark", "")]
    public async Task Applications_are_chosen_by_the_query(string query, string expected)
    {
        _site.Add("one");
        _site.Add("two", YarnApplicationStateProto.Killed);
        _site.Add("three", YarnApplicationStateProto.Finished);
        var apps = (await AskAsync($"/ws/v1/cluster/apps{query}")).GetProperty("apps");
        // Hadoop leaves the list out if it is empty.
        Assert.Equal(expected.Length > 0, apps.TryGetProperty("app", out var list));
        Assert.Equal(expected, expected.Length == 0 ? "" : string.Join(' ', list.EnumerateArray().Select(app => app.GetProperty("name").GetString())));
    }

    [Theory]
    [InlineData("apps?states=bogus", 400, "BadRequestException")]
    [InlineData("apps?limit=0", 400, "BadRequestException")]
    [InlineData("apps/foo", 400, "BadRequestException")]
    [InlineData("apps/application_1_0001", 404, "NotFoundException")]
    [InlineData("apps/application_1_0001/appattempts", 404, "NotFoundException")]
    [InlineData("elsewhere", 404, "NotFoundException")]
    public async Task Refusals_have_the_form_of_Hadoops(string path, int status, string name)
    {
        var answer = await _site.GetAsync($"/ws/v1/cluster/{path}");
        Assert.Equal(status, answer.Status);
        Assert.Equal(name, JsonDocument.Parse(answer.Text).RootElement.GetProperty("RemoteException").GetProperty("exception").GetString());
    }

    [Fact]
    public async Task Attempts_name_the_masters_container_and_its_logs()
    {
        _site.Add();
        var container = YarnIds.ParseContainer("container_1700000000000_0001_01_000001");
        _site.AttemptReports.Add(new ApplicationAttemptReportProto
        {
            ApplicationAttemptId = container.AppAttemptId,
            YarnApplicationAttemptState = YarnApplicationAttemptStateProto.AppAttemptRunning,
            AmContainerId = container,
            StartTime = 5,
        });
        _site.ContainerReports.Add(new ContainerReportProto
        {
            ContainerId = container,
            NodeId = new NodeIdProto { Host = "localhost", Port = 8041 },
            NodeHttpAddress = "http://localhost:8042",
            LogUrl = "http://localhost:8042/logs",
        });
        var attempts = (await AskAsync($"/ws/v1/cluster/apps/{TestSite.Id}/appattempts")).GetProperty("appAttempts").GetProperty("appAttempt");
        Assert.Equal(
            """
            [{"id":1,"startTime":5,"finishedTime":0,"containerId":"container_1700000000000_0001_01_000001","nodeHttpAddress":"localhost:8042",
            "nodeId":"localhost:8041","logsLink":"http://localhost:8042/logs","appAttemptId":"appattempt_1700000000000_0001_000001","appAttemptState":"RUNNING"}]
            """.ReplaceLineEndings(""),
            $"{attempts}");
    }

    [Fact]
    public async Task Nodes_tell_what_is_free()
    {
        _site.NodeReports.Add(new NodeReportProto
        {
            NodeId = new NodeIdProto { Host = "localhost", Port = 8041 },
            HttpAddress = "localhost:8042",
            RackName = "/default-rack",
            Used = new ResourceProto { Memory = 100, VirtualCores = 1 },
            Capability = new ResourceProto { Memory = 1000, VirtualCores = 4 },
            NumContainers = 2,
            NodeLabels = { "fast" },
        });
        Assert.Equal(
            """
            [{"rack":"/default-rack","state":"RUNNING","id":"localhost:8041","nodeHostName":"localhost","nodeHTTPAddress":"localhost:8042",
            "lastHealthUpdate":0,"version":"1.2","healthReport":"","numContainers":2,"usedMemoryMB":100,"availMemoryMB":900,"usedVirtualCores":1,
            "availableVirtualCores":3,"nodeLabels":["fast"]}]
            """.ReplaceLineEndings(""),
            $"{(await AskAsync("/ws/v1/cluster/nodes")).GetProperty("nodes").GetProperty("node")}");
    }

    private async Task<JsonElement> AskAsync(string path)
    {
        var (status, text) = await _site.GetAsync(path);
        Assert.Equal(200, status);
        return JsonDocument.Parse(text).RootElement;
    }
}
