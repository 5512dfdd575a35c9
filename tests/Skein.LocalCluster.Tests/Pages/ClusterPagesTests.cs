using Skein.Hadoop.Yarn;
using Skein.Hadoop.Yarn.Protocol;
using Skein.LocalCluster.Nodes;
using Skein.LocalCluster.Nodes.Logs;

namespace Skein.LocalCluster.Tests.Pages;

public sealed class ClusterPagesTests : IAsyncDisposable
{
    private const string Container = "container_1700000000000_0001_01_000001";

    private readonly TestSite _site = new();

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Fact]
    public async Task Root_leads_to_the_applications()
    {
        using var response = await _site.SendAsync(HttpMethod.Get, "/");
        Assert.Equal("/cluster", response.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task Applications_are_listed_the_newest_first()
    {
        _site.Add("first").OriginalTrackingUrl = "localhost:1234";
        var ended = _site.Add("second", YarnApplicationStateProto.Finished);
        ended.FinalApplicationStatus = FinalApplicationStatusProto.AppSucceeded;
        ended.FinishTime = 1700000060000;
        ended.LogAggregationStatus = LogAggregationStatusProto.LogSucceeded;

        var (status, page) = await _site.GetAsync("/cluster");

        Assert.Equal(200, status);
        Assert.InRange(page.IndexOf("first", StringComparison.Ordinal), page.IndexOf("second", StringComparison.Ordinal), int.MaxValue);
        Assert.Contains("<td>FINISHED</td><td>SUCCEEDED</td><td>2023-11-14 22:13:20</td><td>2023-11-14 22:14:20</td><td>50%</td>", page);
        Assert.Contains("<a href=\"/proxy/application_1700000000000_0001/\">", page);
        Assert.DoesNotContain("/proxy/application_1700000000000_0002/", page);
        Assert.Contains("<a href=\"/cluster/logs/application_1700000000000_0002\">", page);
        Assert.DoesNotContain("/cluster/logs/application_1700000000000_0001", page);
    }

    [Fact]
    public async Task Of_very_many_applications_the_newest_are_shown()
    {
        for (var i = 0; i < 1001; i++)
            _site.Add();
        var (_, page) = await _site.GetAsync("/cluster");
        Assert.Contains("The newest 1000 of 1001:", page);
        Assert.Contains("application_1700000000000_1001", page);
        Assert.DoesNotContain("application_1700000000000_0001", page);
    }

    [Fact]
    public async Task Names_are_never_markup()
    {
        _site.Add("<script>alert('x')</script>\"&").Diagnostics = "<img src=x>";
        foreach (var path in (string[])["/cluster", $"/cluster/app/{TestSite.Id}", "/cluster/app/<b>", "/cluster/<b>"])
        {
            var (_, page) = await _site.GetAsync(path);
            Assert.DoesNotContain("<script", page);
            Assert.DoesNotContain("<img", page);
            Assert.DoesNotContain("<b>", page);
        }
    }

    [Fact]
    public async Task Pages_run_nothing_and_tell_no_one_their_address()
    {
        using var response = await _site.SendAsync(HttpMethod.Get, "/cluster");
        Assert.StartsWith("default-src 'none'; style-src 'unsafe-inline'", Assert.Single(response.Headers.GetValues("Content-Security-Policy")));
        Assert.Equal("no-referrer", Assert.Single(response.Headers.GetValues("Referrer-Policy")));
        Assert.InRange(response.Content.Headers.ContentLength!.Value, 1, 1500);
    }

    [Theory]
    [InlineData($"/cluster/app/{TestSite.Id}")]
    [InlineData($"/cluster/app/{TestSite.Id}/")]
    public async Task Application_is_shown_with_attempts_and_containers(string path)
    {
        _site.Add("mine").Diagnostics = "All is well";
        var attempt = new ApplicationAttemptIdProto { ApplicationId = _site.Applications()[0].ApplicationId, AttemptId = 1 };
        _site.AttemptReports.Add(new ApplicationAttemptReportProto
        {
            ApplicationAttemptId = attempt,
            YarnApplicationAttemptState = YarnApplicationAttemptStateProto.AppAttemptRunning,
            StartTime = 1700000000000,
        });
        _site.ContainerReports.Add(new ContainerReportProto
        {
            ContainerId = YarnIds.ParseContainer(Container),
            NodeId = new NodeIdProto { Host = "localhost", Port = 8041 },
            ContainerState = ContainerStateProto.CComplete,
            ContainerExitStatus = -104,
            LogUrl = $"http://localhost:8042/node/containerlogs/{Container}/alice",
        });

        var (_, page) = await _site.GetAsync(path);

        Assert.Contains("All is well", page);
        Assert.Contains("<td>appattempt_1700000000000_0001_000001</td><td>RUNNING</td>", page);
        Assert.Contains($"<td>{Container}</td><td>localhost:8041</td><td>COMPLETE</td><td>-104</td>", page);
        Assert.Contains($"<a href=\"http://localhost:8042/node/containerlogs/{Container}/alice\">", page);
    }

    [Theory]
    [InlineData("/cluster/app/application_1_0001")]
    [InlineData("/cluster/logs/application_1_0001")]
    [InlineData("/cluster/elsewhere")]
    [InlineData("/elsewhere")]
    public async Task What_is_not_there_is_told(string path) => Assert.Equal(404, (await _site.GetAsync(path)).Status);

    [Fact]
    public async Task Gathered_logs_are_listed_and_read()
    {
        _site.Add(state: YarnApplicationStateProto.Finished);
        var text = string.Concat(Enumerable.Repeat("0123456789\n", 50_000));
        _site.AddLogs(Container, isRunning: false, ("a&b", text), ("stdout", "x\n"));
        var node = new NodeDescription(new NodeIdProto { Host = "localhost", Port = 8041 }, "localhost:8042", new ResourceProto());
        Assert.True(await new LogGatherer(_site.LogRoot, TimeProvider.System).GatherAsync(
            TestSite.Id, "alice", node, [new GatheredContainer(Container, _site.Places[Container].Directory)], null, TestContext.Current.CancellationToken));

        var (_, page) = await _site.GetAsync($"/cluster/logs/{TestSite.Id}");

        Assert.Contains(
            $"<td>{Container}</td><td>localhost:8041</td><td><a href=\"/cluster/logs/{TestSite.Id}/{Container}/a%26b\">a&amp;b</a> </td><td>550000</td>", page);
        Assert.Equal((200, text), await _site.GetAsync($"/cluster/logs/{TestSite.Id}/{Container}/a%26b"));
        Assert.Equal((200, "x\n"), await _site.GetAsync($"/cluster/logs/{TestSite.Id}/{Container}/stdout"));
        Assert.Equal(404, (await _site.GetAsync($"/cluster/logs/{TestSite.Id}/{Container}/stderr")).Status);
    }
}
