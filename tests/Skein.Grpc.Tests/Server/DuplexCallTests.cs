using Google.Protobuf.WellKnownTypes;

namespace Skein.Grpc.Tests;

public sealed class DuplexCallTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Requests_and_responses_flow_until_the_client_closes_its_half()
    {
        await using var server = await TestServer.StartAsync();
        using var channel = server.OpenChannel();
        await using var call = channel.OpenDuplex(TestMethods.Chat, Cancellation);
        await using var responses = call.ReadAllAsync(Cancellation).GetAsyncEnumerator(Cancellation);
        foreach (var count in new[] { 1, 3, 2 })
        {
            await call.WriteAsync(new StringValue { Value = $"{count}" }, Cancellation);
            for (var i = 0; i < count; i++)
            {
                Assert.True(await responses.MoveNextAsync());
                Assert.Equal($"{count}.{i}", responses.Current.Value);
            }
        }

        call.CompleteRequests();
        Assert.False(await responses.MoveNextAsync());
        Assert.Equal("chatting", await server.NextEventAsync());
        Assert.Equal("completed", await server.NextEventAsync());
    }

    [Fact]
    public async Task More_responses_than_the_windows_hold_arrive_in_order()
    {
        const int count = 200_000;
        await using var server = await TestServer.StartAsync();
        using var channel = server.OpenChannel();
        await using var call = channel.OpenDuplex(TestMethods.Chat, Cancellation);
        await call.WriteAsync(new StringValue { Value = $"{count}" }, Cancellation);
        call.CompleteRequests();
        var expected = 0;
        await foreach (var response in call.ReadAllAsync(Cancellation))
            Assert.Equal($"{count}.{expected++}", response.Value);
        Assert.Equal(count, expected);
    }

    [Fact]
    public async Task A_thousand_streams_live_on_one_connection()
    {
        await using var server = await TestServer.StartAsync(static options => options with { MaxConnections = 1 });
        using var channel = server.OpenChannel();
        // After the first answer the client knows how many streams the server takes.
        await channel.CallAsync(TestMethods.Echo, new StringValue(), null, Cancellation);
        var calls = Enumerable.Range(0, 1024).Select(_ => channel.OpenDuplex(TestMethods.Chat, Cancellation)).ToList();
        foreach (var call in calls)
            await call.WriteAsync(new StringValue { Value = "1" }, Cancellation);
        foreach (var call in calls)
        {
            await using var responses = call.ReadAllAsync(Cancellation).GetAsyncEnumerator(Cancellation);
            Assert.True(await responses.MoveNextAsync());
            Assert.Equal("1.0", responses.Current.Value);
        }

        foreach (var call in calls)
            await call.DisposeAsync();
    }

    [Fact]
    public async Task Disposing_the_call_cancels_its_handler()
    {
        await using var server = await TestServer.StartAsync();
        using var channel = server.OpenChannel();
        await using (var call = channel.OpenDuplex(TestMethods.Chat, Cancellation))
            Assert.Equal("chatting", await server.NextEventAsync());
        Assert.Equal("cancelled", await server.NextEventAsync());
        Assert.Empty(server.Log.Entries);
    }

    [Fact]
    public async Task A_handler_that_writes_to_a_silent_client_is_cancelled_with_it()
    {
        await using var server = await TestServer.StartAsync();
        using var channel = server.OpenChannel();
        await using (var call = channel.OpenDuplex(TestMethods.Chat, Cancellation))
        {
            // Far more than the windows hold, and nobody reads: the handler waits inside a write.
            await call.WriteAsync(new StringValue { Value = "100000000" }, Cancellation);
            Assert.Equal("chatting", await server.NextEventAsync());
        }

        Assert.Equal("cancelled", await server.NextEventAsync());
    }

    [Fact]
    public async Task A_failed_handler_ends_the_stream_with_its_status()
    {
        await using var server = await TestServer.StartAsync();
        using var channel = server.OpenChannel();
        await using var call = channel.OpenDuplex(TestMethods.Chat, Cancellation);
        await call.WriteAsync(new StringValue { Value = "2" }, Cancellation);
        await call.WriteAsync(new StringValue { Value = "many" }, Cancellation);
        var received = new List<string>();
        var e = await Assert.ThrowsAsync<GrpcException>(async () =>
        {
            await foreach (var response in call.ReadAllAsync(Cancellation))
                received.Add(response.Value);
        });
        Assert.Equal(GrpcStatusCode.Internal, e.Status);
        Assert.Equal(["2.0", "2.1"], received);
        Assert.Single(server.Log.Entries);
    }

    [Fact]
    public async Task An_unknown_stream_is_UNIMPLEMENTED()
    {
        await using var server = await TestServer.StartAsync();
        using var channel = server.OpenChannel();
        await using var call = channel.OpenDuplex(TestMethods.Unknown, Cancellation);
        await using var responses = call.ReadAllAsync(Cancellation).GetAsyncEnumerator(Cancellation);
        var e = await Assert.ThrowsAsync<GrpcException>(async () => await responses.MoveNextAsync());
        Assert.Equal(GrpcStatusCode.Unimplemented, e.Status);
        var written = await Assert.ThrowsAsync<GrpcException>(async () =>
        {
            while (true)
                await call.WriteAsync(new StringValue { Value = new string('x', 100_000) }, Cancellation);
        });
        Assert.Equal(GrpcStatusCode.Unimplemented, written.Status);
    }
}
