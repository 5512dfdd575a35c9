using System.Net;
using System.Text.Json;
using Skein.EndToEnd.Tests.Support;

namespace Skein.EndToEnd.Tests;

/// <summary>What is said of the embedded cluster itself; it takes no Hadoop, and runs once wherever the tests run.</summary>
public sealed class EmbeddedClusterTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_comes_on_demand_tells_where_it_is_and_opens_its_pages_to_its_owner_only()
    {
        using var user = new SkeinUser(configuration: null);
        var absent = await user.RunAsync("cluster", "status");
        Assert.Equal((1, "not running\n"), (absent.ExitCode, absent.Output));
        Assert.Contains("was never started", (await user.RunAsync("cluster", "logs")).Error);

        try
        {
            var listed = (await user.RunAsync("ls")).Successful();
            Assert.Contains("using the embedded cluster of this machine, which was started", listed.Error);
            Assert.Contains("runs already", (await user.RunAsync("cluster", "start")).Successful().Error);
            Assert.Matches("^running, process [0-9]+\npages: +http://127.0.0.1:[0-9]+/cluster\\?token=[0-9a-f]{32}\n", (await user.RunAsync("cluster", "status")).Successful().Output);
            var status = JsonDocument.Parse((await user.RunAsync("cluster", "status", "--json")).Successful().Output).RootElement;
            Assert.True(status.GetProperty("running").GetBoolean());
            // It has nothing to say as long as nothing goes wrong.
            Assert.Equal("", (await user.RunAsync("cluster", "logs")).Successful().Output);

            using var browser = new HttpClient();
            var pages = new Uri(status.GetProperty("pages").GetString()!);
            Assert.Contains("127.0.0.1:", await browser.GetStringAsync(new Uri(pages, "/ws/v1/cluster/nodes"), Cancellation));
            browser.DefaultRequestHeaders.Add("Sec-Fetch-Site", "cross-site");
            using var foreign = await browser.GetAsync(new Uri(pages, "/cluster"), Cancellation);
            Assert.Equal(HttpStatusCode.Forbidden, foreign.StatusCode);
        }
        finally
        {
            (await user.RunAsync("cluster", "stop")).Successful();
        }

        Assert.Equal("not running\n", (await user.RunAsync("cluster", "status")).Output);
    }

    [Fact]
    public async Task Wrong_nodes_queues_and_guests_are_refused_before_anything_starts()
    {
        using var user = new SkeinUser(configuration: null);
        foreach ((var option, var reason) in ((string, string)[])
            [("--node=colour=red", "colour=red"), ("--queue=default=70", "not to 100"), ("--guest=../eve", "no name of a user")])
        {
            await Refusal.AssertAsync(user, 2, [reason], "cluster", "start", option);
        }

        Assert.False(Directory.Exists(Path.Combine(user.Folder, "config", "cluster")));
    }
}
