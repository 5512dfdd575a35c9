using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;
using Skein.ApplicationMaster.Lifecycle;
using Skein.ApplicationMaster.Readiness;
using Skein.ApplicationMaster.Tests.Support;
using Skein.KeyValue;
using Skein.KeyValue.Operations;

namespace Skein.ApplicationMaster.Tests.Readiness;

public sealed class ReadinessProbesTests : IAsyncDisposable
{
    private readonly KeyValueStore _store = new();
    private readonly ManualClock _clock = new();
    private readonly Channel<ApplicationEvent> _events = Channel.CreateUnbounded<ApplicationEvent>();
    private readonly ReadinessProbes _probes;

    public ReadinessProbesTests() =>
        _probes = new ReadinessProbes(_store, (happened, cancellation) => _events.Writer.WriteAsync(happened, cancellation), _clock);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _probes.DisposeAsync();

    [Fact]
    public async Task A_key_that_is_there_already_is_found()
    {
        Put("up.3");
        Start(3, new ReadinessRule { Key = "up.{instance}" });
        Assert.Equal(3, await NextReadyAsync());
    }

    [Fact]
    public async Task A_key_that_comes_later_is_noticed_by_all_who_wait_for_it_alone()
    {
        foreach (var instance in (int[])[1, 2])
            Start(instance, new ReadinessRule { Key = "up" });
        Start(3, new ReadinessRule { Key = "else" });
        Put("other");
        Put("up");
        Assert.Equal([1, 2], new[] { await NextReadyAsync(), await NextReadyAsync() }.Order());
        Put("else");
        Assert.Equal(3, await NextReadyAsync());
    }

    [Fact]
    public async Task Keys_are_looked_for_again_after_a_time_when_nobody_waited()
    {
        Start(1, new ReadinessRule { Key = "a" });
        Put("a");
        Assert.Equal(1, await NextReadyAsync());
        _probes.Stop("s", 1);
        Start(2, new ReadinessRule { Key = "b" });
        Put("b");
        Assert.Equal(2, await NextReadyAsync());
    }

    [Fact]
    public async Task A_container_that_ended_is_not_looked_for_any_more()
    {
        Start(1, new ReadinessRule { Key = "up" });
        _probes.Stop("s", 1);
        Start(2, new ReadinessRule { Key = "up" });
        Put("up");
        Assert.Equal(2, await NextReadyAsync());
        await _probes.DisposeAsync();
        Assert.False(_events.Reader.TryRead(out _));
    }

    [Fact]
    public async Task A_port_is_tried_until_it_takes_connections()
    {
        var port = FreePort();
        Start(1, new ReadinessRule { TcpPort = port, Period = TimeSpan.FromSeconds(7) });
        await NextPauseAsync(TimeSpan.FromSeconds(7));
        using var listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start();
        _clock.Advance(TimeSpan.FromSeconds(7));
        Assert.Equal(1, await NextReadyAsync());
    }

    [Fact]
    public async Task A_page_is_asked_for_until_it_answers_well()
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        Start(1, new ReadinessRule
        {
            HttpPort = ((IPEndPoint)server.LocalEndpoint).Port, HttpPath = "/health?deep=1", Period = TimeSpan.FromSeconds(7),
        });
        Assert.StartsWith("GET /health?deep=1 HTTP/1.1", await AnswerAsync(server, "503 Service Unavailable"), StringComparison.Ordinal);
        await NextPauseAsync(TimeSpan.FromSeconds(7));
        _clock.Advance(TimeSpan.FromSeconds(7));
        await AnswerAsync(server, "204 No Content");
        Assert.Equal(1, await NextReadyAsync());
    }

    [Fact]
    public async Task A_server_that_never_answers_is_given_up_and_tried_again()
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        Start(1, new ReadinessRule { HttpPort = ((IPEndPoint)server.LocalEndpoint).Port, Period = TimeSpan.FromSeconds(7) });
        using var silent = await server.AcceptSocketAsync(Cancellation);
        _clock.Advance(TimeSpan.FromSeconds(5));
        await NextPauseAsync(TimeSpan.FromSeconds(7));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task<string> AnswerAsync(TcpListener server, string status)
    {
        using var connection = await server.AcceptTcpClientAsync(Cancellation);
        using var reader = new StreamReader(connection.GetStream());
        var request = await reader.ReadLineAsync(Cancellation);
        await connection.GetStream().WriteAsync(
            System.Text.Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"), Cancellation);
        return request ?? "";
    }

    private void Start(int instance, ReadinessRule rule) => _probes.Start(new ReadinessCheck("s", instance, "127.0.0.1", rule));

    private void Put(string key) => _store.Execute(new Put { Key = key });

    private async Task<int> NextReadyAsync() =>
        Assert.IsType<ApplicationEvent.ContainerReady>(await _events.Reader.ReadAsync(Cancellation)).Instance;

    // While a try is under way the timer that gives it up runs.
    private async Task NextPauseAsync(TimeSpan pause)
    {
        while (await _clock.NextTimerAsync(Cancellation) != pause)
            await Task.Yield();
    }
}
