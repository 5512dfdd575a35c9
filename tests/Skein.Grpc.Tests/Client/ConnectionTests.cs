using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Google.Protobuf.WellKnownTypes;

namespace Skein.Grpc.Tests;

public sealed class ConnectionTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_refused_connection_names_the_address_and_the_likely_reason()
    {
        var port = FindClosedPort();
        using var channel = new GrpcChannel(new GrpcChannelOptions
        {
            Certificate = TestCertificates.Shared,
            Host = "127.0.0.1",
            Port = port,
            ServerName = "the application master",
        });
        var e = await FailAsync(channel);
        Assert.Equal(
            $"Cannot connect to the application master at 127.0.0.1:{port}: connection refused; it has ended, or listens elsewhere now", e.Message);
    }

    [Fact]
    public async Task A_stream_to_a_closed_port_fails_for_reader_and_writer()
    {
        using var channel = new GrpcChannel(
            new GrpcChannelOptions { Certificate = TestCertificates.Shared, Host = "127.0.0.1", Port = FindClosedPort() });
        await using var call = channel.OpenDuplex(TestMethods.Chat, Cancellation);
        var written = await Assert.ThrowsAsync<GrpcException>(() => call.WriteAsync(new StringValue(), Cancellation));
        Assert.Contains("connection refused", written.Message);
        await using var responses = call.ReadAllAsync(Cancellation).GetAsyncEnumerator(Cancellation);
        var read = await Assert.ThrowsAsync<GrpcException>(async () => await responses.MoveNextAsync());
        Assert.Equal(GrpcStatusCode.Unavailable, read.Status);
    }

    [Fact]
    public async Task Another_pair_than_the_servers_is_told_apart()
    {
        await using var server = await TestServer.StartAsync();
        using var channel = server.OpenChannel(o => o with { Certificate = TestCertificates.Other });
        Assert.Contains("shows another certificate than ours", (await FailAsync(channel)).Message);
    }

    [Fact]
    public async Task An_expired_pair_is_told_before_anything_is_sent()
    {
        using var expired = TestCertificates.Create(DateTimeOffset.UtcNow.AddDays(-1));
        using var channel = new GrpcChannel(new GrpcChannelOptions { Certificate = expired, Host = "127.0.0.1", Port = FindClosedPort() });
        Assert.Contains("expired on", (await FailAsync(channel)).Message);
    }

    [Fact]
    public async Task A_server_refuses_a_pair_that_has_expired_by_its_clock()
    {
        await using var server = await TestServer.StartAsync(o => o with { TimeProvider = new ShiftedClock(TimeSpan.FromDays(60)) });
        using var channel = server.OpenChannel();
        Assert.StartsWith("The connection to the server at 127.0.0.1:", (await FailAsync(channel)).Message);
    }

    [Fact]
    public async Task A_server_without_TLS_is_told_apart()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var served = AnswerInPlainTextAsync(listener);
        using var channel = new GrpcChannel(
            new GrpcChannelOptions { Certificate = TestCertificates.Shared, Host = "127.0.0.1", Port = ((IPEndPoint)listener.LocalEndpoint).Port });
        Assert.Contains("TLS handshake", (await FailAsync(channel)).Message);
        await served;
    }

    [Fact]
    public async Task A_server_that_never_answers_the_handshake_is_given_up()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        using var channel = new GrpcChannel(new GrpcChannelOptions
        {
            Certificate = TestCertificates.Shared,
            Host = "127.0.0.1",
            Port = ((IPEndPoint)listener.LocalEndpoint).Port,
            ConnectTimeout = TimeSpan.FromMilliseconds(100),
        });
        Assert.Contains("no answer within 0.1 s", (await FailAsync(channel)).Message);
    }

    [Fact]
    public async Task A_proxy_of_the_environment_is_not_used()
    {
        var before = HttpClient.DefaultProxy;
        HttpClient.DefaultProxy = new WebProxy("127.0.0.1", FindClosedPort());
        try
        {
            await using var server = await TestServer.StartAsync();
            using var channel = server.OpenChannel();
            Assert.Equal("x", (await channel.CallAsync(TestMethods.Echo, new StringValue { Value = "x" }, null, Cancellation)).Value);
        }
        finally
        {
            HttpClient.DefaultProxy = before;
        }
    }

    [Fact]
    public async Task A_channel_finds_a_server_that_comes_back()
    {
        await using var first = await TestServer.StartAsync();
        using var channel = first.OpenChannel();
        await channel.CallAsync(TestMethods.Echo, new StringValue(), null, Cancellation);
        var port = first.Port;
        await first.Server.StopAsync(Cancellation);
        await FailAsync(channel);
        await using var second = await TestServer.StartAsync(o => o with { Port = port });
        Assert.Equal("x", (await channel.CallAsync(TestMethods.Echo, new StringValue { Value = "x" }, null, Cancellation)).Value);
    }

    [Fact]
    public async Task Messages_past_the_limit_are_RESOURCE_EXHAUSTED_on_the_side_that_notices()
    {
        await using var server = await TestServer.StartAsync(o => o with { MaxMessageSize = 1000 });
        using var generous = server.OpenChannel();
        var request = new StringValue { Value = new string('x', 2000) };
        var received = await Assert.ThrowsAsync<GrpcException>(() => generous.CallAsync(TestMethods.Echo, request, null, Cancellation));
        Assert.Equal(GrpcStatusCode.ResourceExhausted, received.Status);
        Assert.StartsWith("Received a message of 2003 bytes; the limit is 1000 bytes", received.Message);
        using var strict = server.OpenChannel(o => o with { MaxMessageSize = 1000 });
        var refused = await Assert.ThrowsAsync<GrpcException>(() => strict.CallAsync(TestMethods.Echo, request, null, Cancellation));
        Assert.StartsWith("Refused to send a message of 2003 bytes", refused.Message);
    }

    private static async Task<GrpcException> FailAsync(GrpcChannel channel)
    {
        var e = await Assert.ThrowsAsync<GrpcException>(
            () => channel.CallAsync(TestMethods.Echo, new StringValue(), null, Cancellation));
        Assert.Equal(GrpcStatusCode.Unavailable, e.Status);
        return e;
    }

    private static int FindClosedPort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task AnswerInPlainTextAsync(TcpListener listener)
    {
        using var client = await listener.AcceptTcpClientAsync(Cancellation);
        await client.GetStream().WriteAsync("HTTP/1.1 400 Bad Request\r\n\r\n"u8.ToArray(), Cancellation);
    }
}
