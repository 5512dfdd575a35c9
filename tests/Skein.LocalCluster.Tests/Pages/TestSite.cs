using System.Net;
using System.Text;
using Skein.Hadoop.Web.Server;
using Skein.Hadoop.Yarn;
using Skein.Hadoop.Yarn.Protocol;
using Skein.LocalCluster.Nodes.Logs;
using Skein.LocalCluster.Pages;

namespace Skein.LocalCluster.Tests.Pages;

/// <summary>The pages of a cluster that a test makes up, and a client that may be its owner.</summary>
internal sealed class TestSite : IClusterView, IContainerLogs, IAsyncDisposable
{
    public const string Id = "application_1700000000000_0001";

    private readonly PageServer _server = PageServer.Listen(new HttpServerOptions());
    private readonly HttpClient _client;
    private readonly List<ApplicationReportProto> _applications = [];

    public TestSite(Func<IPEndPoint, IPEndPoint, bool>? isOwner = null)
    {
        Directory = System.IO.Directory.CreateTempSubdirectory("skein-pages-").FullName;
        _client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            BaseAddress = new Uri($"http://{_server.Address}"),
        };
        _server.Serve(this, this, LogRoot, "alice smith", "1.2", isOwner ?? ((_, _) => true));
    }

    public int Port => _client.BaseAddress!.Port;

    public string Token => Encoding.ASCII.GetString(_server.Token.Reveal());

    /// <summary>Holds the logs; removed at the end.</summary>
    public string Directory { get; }

    public string LogRoot => Path.Combine(Directory, "gathered");

    public Dictionary<string, ContainerLogPlace> Places { get; } = [];

    public List<ApplicationAttemptReportProto> AttemptReports { get; } = [];

    public List<ContainerReportProto> ContainerReports { get; } = [];

    public List<NodeReportProto> NodeReports { get; } = [];

    public long StartTime => 1700000000000;

    public IReadOnlyList<ApplicationReportProto> Applications() => _applications;

    public ApplicationReportProto? Find(string applicationId) =>
        _applications.Find(report => YarnIds.Format(report.ApplicationId) == applicationId);

    public IReadOnlyList<ApplicationAttemptReportProto> Attempts(string applicationId) => AttemptReports;

    public IReadOnlyList<ContainerReportProto> Containers(string applicationId) => ContainerReports;

    public IReadOnlyList<NodeReportProto> Nodes() => NodeReports;

    ContainerLogPlace? IContainerLogs.Find(string containerId) => Places.GetValueOrDefault(containerId);

    /// <summary>Adds an application; its number is the count of them.</summary>
    public ApplicationReportProto Add(string name = "app", YarnApplicationStateProto state = YarnApplicationStateProto.Running)
    {
        var report = new ApplicationReportProto
        {
            ApplicationId = new ApplicationIdProto { ClusterTimestamp = StartTime, Id = _applications.Count + 1 },
            Name = name,
            User = "alice",
            Queue = "root.default",
            ApplicationType = "skein",
            YarnApplicationState = state,
            FinalApplicationStatus = FinalApplicationStatusProto.AppUndefined,
            StartTime = StartTime + _applications.Count,
            Progress = 0.5f,
            LogAggregationStatus = LogAggregationStatusProto.LogNotStart,
        };
        _applications.Add(report);
        return report;
    }

    /// <summary>Makes a container's log directory, with files given by name and text.</summary>
    public void AddLogs(string container, bool isRunning, params (string Name, string Text)[] files)
    {
        var place = new ContainerLogPlace(Path.Combine(Directory, container), "localhost:8041", isRunning);
        System.IO.Directory.CreateDirectory(place.Directory);
        foreach (var (name, text) in files)
            File.WriteAllText(Path.Combine(place.Directory, name), text);
        Places.Add(container, place);
    }

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return await _client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>Status and text of what a path answers.</summary>
    public async Task<(int Status, string Text)> GetAsync(string path, params (string Name, string Value)[] headers)
    {
        using var response = await SendAsync(HttpMethod.Get, path, headers);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _client.Dispose();
        System.IO.Directory.Delete(Directory, recursive: true);
    }
}
