using System.Net;
using System.Text.Json;
using System.Text.RegularExpressions;
using Skein.EndToEnd.Tests.Support;

namespace Skein.EndToEnd.Tests;

/// <summary>The ResourceManager's pages, its web service and its proxy, where users and programs look for an application.</summary>
[Collection(ClusterTests.Name)]
[Trait(ClusterTests.Needs, ClusterTests.AnyCluster)]
public sealed class PageTests(RealCluster cluster)
{
    private static readonly HttpClient Client = new();

    [Fact]
    public async Task A_running_application_is_on_the_pages_in_the_web_service_and_behind_the_proxy()
    {
        using var user = cluster.User();
        await using var application = await TestApplication.SubmitAsync(user, user.Specification("""
            name: watched
            services:
              one:
                resources: {memory: 64 MiB, vcores: 1}
                script: exec sleep 600
            """));
        await application.ContainersAsync(all => all.Any(c => c.State == "RUNNING"));

        Assert.Contains(application.Id, await GetAsync(user, "/cluster/apps"));
        Assert.Contains("watched", await GetAsync(user, $"/cluster/app/{application.Id}"));
        foreach (var path in new[] { "", "overview" })
        {
            var overview = await GetAsync(user, $"/proxy/{application.Id}/{path}");
            Assert.Contains($"<title>Overview - Skein | {application.Id}</title>", overview);
            Assert.Contains("<b>Name:</b> watched<", overview);
            Assert.Contains("<td>one_0</td><td>RUNNING</td>", overview);
        }

        (await user.RunAsync("kv", "put", application.Id, "--key", "a <key>", "--value", "a value")).Successful();
        Assert.Contains("<td>a &lt;key&gt;</td><td>a value</td>", await GetAsync(user, $"/proxy/{application.Id}/kv"));
        var log = Regex.Match(await GetAsync(user, $"/proxy/{application.Id}/overview"), "<b>Application Master:</b> <a href=\"([^\"]*)\"").Groups[1].Value;
        Assert.Contains("RUNNING: one_0", WebUtility.HtmlDecode(await Client.GetStringAsync(WebUtility.HtmlDecode(log), TestContext.Current.CancellationToken)));

        var served = JsonDocument.Parse(await GetAsync(user, $"/ws/v1/cluster/apps/{application.Id}")).RootElement.GetProperty("app");
        Assert.Equal(
            (application.Id, "watched", user.Name, "RUNNING", "UNDEFINED", 2),
            (Text("id"), Text("name"), Text("user"), Text("state"), Text("finalStatus"), served.GetProperty("runningContainers").GetInt32()));
        (await user.RunAsync("kill", application.Id)).Successful();
        await application.FinishedAsync();
        served = JsonDocument.Parse(await GetAsync(user, $"/ws/v1/cluster/apps/{application.Id}")).RootElement.GetProperty("app");
        Assert.Equal(("KILLED", "KILLED"), (Text("state"), Text("finalStatus")));

        string Text(string field) => served.GetProperty(field).GetString()!;
    }

    private Task<string> GetAsync(SkeinUser user, string path) =>
        Client.GetStringAsync($"http://{cluster.WebAddress}{path}?user.name={user.Name}", TestContext.Current.CancellationToken);
}
