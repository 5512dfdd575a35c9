using Google.Protobuf.WellKnownTypes;
using Skein.Hadoop.Tests.Rpc;

namespace Skein.Grpc.Tests;

public sealed class UnaryCallTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(5000)]
    [InlineData(300_000)]
    [InlineData((4 * 1024 * 1024) - 5)]
    public async Task A_request_of_any_size_within_the_limit_is_answered(int size)
    {
        await using var server = await TestServer.StartAsync();
        using var channel = server.OpenChannel();
        string text = new('x', size);
        for (var i = 0; i < 3; i++)
            Assert.Equal(text, (await channel.CallAsync(TestMethods.Echo, new StringValue { Value = text }, null, Cancellation)).Value);
    }

    [Fact]
    public async Task Concurrent_calls_do_not_mix()
    {
        await using var server = await TestServer.StartAsync();
        using var channel = server.OpenChannel();
        await Parallel.ForAsync(0, 2000, new ParallelOptions { MaxDegreeOfParallelism = 200, CancellationToken = Cancellation }, async (i, token) =>
        {
            var text = $"call {i}";
            Assert.Equal(text, (await channel.CallAsync(TestMethods.Echo, new StringValue { Value = text }, null, token)).Value);
        });
    }

    [Fact]
    public async Task A_status_chosen_by_the_handler_reaches_the_client_with_its_text()
    {
        await using var server = await TestServer.StartAsync();
        using var channel = server.OpenChannel();
        var e = await Assert.ThrowsAsync<GrpcException>(
            () => channel.CallAsync(TestMethods.Fail, new StringValue { Value = "3 100 % schön 🦆" }, null, Cancellation));
        Assert.Equal(GrpcStatusCode.InvalidArgument, e.Status);
        Assert.Equal("100 % schön 🦆", e.Message);
        Assert.Empty(server.Log.Entries);
    }

    [Fact]
    public async Task An_unforeseen_exception_becomes_INTERNAL_and_is_logged()
    {
        await using var server = await TestServer.StartAsync();
        using var channel = server.OpenChannel();
        var e = await Assert.ThrowsAsync<GrpcException>(
            () => channel.CallAsync(TestMethods.Fail, new StringValue { Value = "the shelf broke" }, null, Cancellation));
        Assert.Equal(GrpcStatusCode.Internal, e.Status);
        Assert.Contains("the shelf broke", e.Message);
        var (message, exception) = Assert.Single(server.Log.Entries);
        Assert.Contains("/skein.Test/Fail", message);
        Assert.IsType<InvalidOperationException>(exception);
    }

    [Fact]
    public async Task An_unknown_procedure_is_UNIMPLEMENTED()
    {
        await using var server = await TestServer.StartAsync();
        using var channel = server.OpenChannel();
        var e = await Assert.ThrowsAsync<GrpcException>(
            () => channel.CallAsync(TestMethods.Unknown, new StringValue(), null, Cancellation));
        Assert.Equal(GrpcStatusCode.Unimplemented, e.Status);
        Assert.Contains("/skein.Test/Unknown", e.Message);
    }

    [Fact]
    public async Task A_cancelled_client_call_cancels_its_handler()
    {
        await using var server = await TestServer.StartAsync();
        using var channel = server.OpenChannel();
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var call = channel.CallAsync(TestMethods.Hang, new StringValue(), null, cancel.Token);
        Assert.Equal("hanging", await server.NextEventAsync());
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Equal("cancelled", await server.NextEventAsync());
    }

    [Fact]
    public async Task A_passed_deadline_is_DEADLINE_EXCEEDED_on_both_sides()
    {
        var time = new ManualTimeProvider();
        await using var server = await TestServer.StartAsync(o => o with { TimeProvider = time });
        using var channel = server.OpenChannel(o => o with { TimeProvider = time });
        var call = channel.CallAsync(TestMethods.Hang, new StringValue(), TimeSpan.FromMilliseconds(300), Cancellation);
        Assert.Equal("hanging", await server.NextEventAsync());
        time.Advance(TimeSpan.FromMilliseconds(299));
        Assert.False(call.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(1));
        var e = await Assert.ThrowsAsync<GrpcException>(() => call);
        Assert.Equal(GrpcStatusCode.DeadlineExceeded, e.Status);
        Assert.Equal("cancelled", await server.NextEventAsync());
    }
}
