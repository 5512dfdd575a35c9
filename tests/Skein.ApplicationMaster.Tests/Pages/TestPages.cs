using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Skein.ApplicationMaster.Lifecycle;
using Skein.ApplicationMaster.Pages;
using Skein.ApplicationMaster.Pages.Site;
using Skein.ApplicationMaster.Tests.Support;
using Skein.KeyValue;
using Skein.KeyValue.Operations;
using Skein.Protocol;

namespace Skein.ApplicationMaster.Tests.Pages;

/// <summary>An application's pages, looked at from the address of YARN's proxy by the user who runs it.</summary>
internal sealed class TestPages : IEffectHandler, IAsyncDisposable
{
    public const string Id = "application_1700000000000_0007";

    private readonly ManualClock _clock = new();
    private readonly TcpListener _proxy = new(IPAddress.Loopback, 0);
    private readonly ApplicationPages _pages;
    private readonly Task _running;
    private readonly List<long> _requests = [];

    public TestPages(ApplicationSpec? specification = null, string? proxyHost = null)
    {
        specification ??= YarnMessages.ApplicationOf(("worker", YarnMessages.Service(0)));
        _proxy.Start();
        Loop = new ApplicationLoop(new ApplicationStateMachine(specification), _clock);
        ProxyAddress = $"http://{proxyHost ?? "127.0.0.1"}:{((IPEndPoint)_proxy.LocalEndpoint).Port}/proxy/{Id}/";
        var facts = new SiteFacts
        {
            ApplicationId = Id,
            Name = specification.Name,
            User = "alice",
            ContainerId = "container_1700000000000_0007_01_000001",
            NodeHttpAddress = "node0:8042",
            Memory = 256,
            VirtualCores = 1,
            HasDriver = specification.Master.Script.Length > 0,
            IsSecure = false,
        };
        _pages = ApplicationPages.Start(
            IPAddress.Loopback, [ProxyAddress], specification.Acls, facts, Services, Loop, Store, _clock, NullLogger.Instance);
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false })
        {
            BaseAddress = new Uri($"http://127.0.0.1:{_pages.Port}"),
        };
        _running = Loop.RunAsync(this, CancellationToken.None);
    }

    public string ProxyAddress { get; }

    public ApplicationLoop Loop { get; }

    public KeyValueStore Store { get; } = new();

    public PageRegistry Services { get; } = new();

    public HttpClient Client { get; }

    public int Port => _pages.Port;

    /// <summary>Starts the application's services.</summary>
    public ValueTask StartAsync() => TellAsync(new ApplicationEvent.Started());

    public ValueTask TellAsync(ApplicationEvent happened) => Loop.PostAsync(happened, TestContext.Current.CancellationToken);

    /// <summary>Grants the oldest requests, whose containers get the numbers from the first on.</summary>
    public async Task GrantAsync(int first, int count)
    {
        // An answer comes after the effects of everything told before.
        await Loop.AskAsync(new ApplicationRequest.Overview(1), TestContext.Current.CancellationToken);
        var granted = _requests.GetRange(0, count);
        _requests.RemoveRange(0, count);
        await TellAsync(new ApplicationEvent.HeartbeatAnswered([], [.. granted.Select((id, i) => YarnMessages.Allocated(first + i, id, memory: 1024))]));
    }

    public void Put(string key, ReadOnlyMemory<byte> value) => Store.Execute(new Put { Key = key, Value = value });

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, path);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        return Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    /// <summary>Status and text of what a path answers.</summary>
    public async Task<(int Status, string Text)> GetAsync(string path, params (string Name, string Value)[] headers)
    {
        using var response = await SendAsync(HttpMethod.Get, path, headers);
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>The text of a page that is there.</summary>
    public async Task<string> ReadAsync(string path)
    {
        var (status, text) = await GetAsync(path);
        Assert.Equal(200, status);
        return text;
    }

    public void Handle(ApplicationEffect effect)
    {
        if (effect is ApplicationEffect.RequestContainer { Request.Id: var id })
            _requests.Add(id);
        else if (effect is ApplicationEffect.Reply reply)
            reply.Send();
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _pages.DisposeAsync();
        await Loop.PostAsync(new ApplicationEvent.Ended(ApplicationOutcome.Stopped), CancellationToken.None);
        await _running;
        _proxy.Dispose();
    }
}
