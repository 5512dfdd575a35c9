using Google.Protobuf.WellKnownTypes;

namespace Skein.Grpc.Tests;

public sealed class StopTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stop_ends_open_streams_with_UNAVAILABLE_and_never_cleanly()
    {
        await using var server = await TestServer.StartAsync(o => o with { StopDetail = "The application has ended." });
        using var channel = server.OpenChannel();
        await using var call = channel.OpenDuplex(TestMethods.Chat, Cancellation);
        await call.WriteAsync(new StringValue { Value = "1" }, Cancellation);
        await using var responses = call.ReadAllAsync(Cancellation).GetAsyncEnumerator(Cancellation);
        Assert.True(await responses.MoveNextAsync());

        var stopped = server.Server.StopAsync(Cancellation);

        var e = await Assert.ThrowsAsync<GrpcException>(async () => await responses.MoveNextAsync());
        Assert.Equal(GrpcStatusCode.Unavailable, e.Status);
        Assert.Equal("The application has ended.", e.Message);
        await stopped;
    }

    [Fact]
    public async Task Stop_ends_a_stream_without_responses_with_UNAVAILABLE()
    {
        await using var server = await TestServer.StartAsync();
        using var channel = server.OpenChannel();
        await using var call = channel.OpenDuplex(TestMethods.Chat, Cancellation);
        Assert.Equal("chatting", await server.NextEventAsync());
        await server.Server.StopAsync(Cancellation);
        await using var responses = call.ReadAllAsync(Cancellation).GetAsyncEnumerator(Cancellation);
        var e = await Assert.ThrowsAsync<GrpcException>(async () => await responses.MoveNextAsync());
        Assert.Equal(GrpcStatusCode.Unavailable, e.Status);
    }

    [Fact]
    public async Task Stop_lets_a_running_call_finish()
    {
        await using var server = await TestServer.StartAsync();
        using var channel = server.OpenChannel();
        var call = channel.CallAsync(TestMethods.Hang, new StringValue { Value = "last words" }, null, Cancellation);
        Assert.Equal("hanging", await server.NextEventAsync());
        var stopped = server.Server.StopAsync(Cancellation);
        server.Release.SetResult();
        Assert.Equal("last words", (await call).Value);
        await stopped;
    }

    [Fact]
    public async Task Stop_cuts_a_call_that_outlives_its_patience()
    {
        await using var server = await TestServer.StartAsync(o => o with { StopTimeout = TimeSpan.FromMilliseconds(50) });
        using var channel = server.OpenChannel();
        var call = channel.CallAsync(TestMethods.Hang, new StringValue(), null, Cancellation);
        Assert.Equal("hanging", await server.NextEventAsync());
        await server.Server.StopAsync(Cancellation);
        var e = await Assert.ThrowsAsync<GrpcException>(() => call);
        Assert.Equal(GrpcStatusCode.Unavailable, e.Status);
        Assert.Equal("cancelled", await server.NextEventAsync());
    }

    [Fact]
    public async Task A_call_after_the_stop_is_UNAVAILABLE()
    {
        await using var server = await TestServer.StartAsync();
        using var channel = server.OpenChannel();
        await channel.CallAsync(TestMethods.Echo, new StringValue(), null, Cancellation);
        await server.Server.StopAsync(Cancellation);
        var e = await Assert.ThrowsAsync<GrpcException>(
            () => channel.CallAsync(TestMethods.Echo, new StringValue(), null, Cancellation));
        Assert.Equal(GrpcStatusCode.Unavailable, e.Status);
        // Whether the old connection ends or a new one is refused is a matter of who is faster.
        Assert.Contains("127.0.0.1", e.Message);
    }
}
