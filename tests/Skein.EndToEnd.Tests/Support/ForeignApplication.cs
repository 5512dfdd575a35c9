using System.Text;
using System.Text.Json;
using System.Xml.Linq;

namespace Skein.EndToEnd.Tests.Support;

/// <summary>An application of another kind, submitted through YARN's own web service; killed at the end of its test.</summary>
internal sealed class ForeignApplication : IAsyncDisposable
{
    private static readonly HttpClient Client = new();

    private readonly string _applications;

    private ForeignApplication(string applications, string id)
    {
        _applications = applications;
        Id = id;
    }

    public string Id { get; }

    public static async Task<ForeignApplication> SubmitAsync(string configuration)
    {
        var address = XDocument.Load(Path.Combine(configuration, "yarn-site.xml")).Descendants("property")
            .First(property => property.Element("name")!.Value == "yarn.resourcemanager.webapp.address").Element("value")!.Value;
        var applications = $"http://{address}/ws/v1/cluster/apps";
        using var created = await SendAsync(HttpMethod.Post, $"{applications}/new-application", json: null);
        var id = JsonDocument.Parse(await created.Content.ReadAsStringAsync()).RootElement.GetProperty("application-id").GetString()!;
        using var submitted = await SendAsync(HttpMethod.Post, applications, $$"""
            {
              "application-id": "{{id}}", "application-name": "foreign", "application-type": "OTHER", "max-app-attempts": 1,
              "am-container-spec": {"commands": {"command": "sleep 60"} }, "resource": {"memory": 64, "vCores": 1}
            }
            """);
        submitted.EnsureSuccessStatusCode();
        return new ForeignApplication(applications, id);
    }

    public async ValueTask DisposeAsync()
    {
        using var killed = await SendAsync(HttpMethod.Put, $"{_applications}/{Id}/state", """{"state": "KILLED"}""");
    }

    private static Task<HttpResponseMessage> SendAsync(HttpMethod method, string address, string? json) => Client.SendAsync(
        new HttpRequestMessage(method, $"{address}?user.name=testuser")
        {
            Content = json is null ? null : new StringContent(json, Encoding.UTF8, "application/json"),
        },
        TestContext.Current.CancellationToken);
}
