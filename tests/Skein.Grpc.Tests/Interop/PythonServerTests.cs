using System.Globalization;
using Google.Protobuf.WellKnownTypes;

namespace Skein.Grpc.Tests;

/// <summary>Our client against another implementation's server.</summary>
[Collection(nameof(PythonCollection))]
public sealed class PythonServerTests(PythonEnvironment python)
{
    private static readonly GrpcMethod<StringValue, StringValue> Describe =
        new(TestMethods.Service, "Describe", StringValue.Parser, StringValue.Parser);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Our_client_is_answered_and_shows_its_certificate()
    {
        await using var server = await StartAsync();
        using var channel = await OpenAsync(server);
        Assert.Equal("grüße", (await channel.CallAsync(TestMethods.Echo, new StringValue { Value = "grüße" }, null, Cancellation)).Value);
        string large = new('x', 3_000_000);
        Assert.Equal(large, (await channel.CallAsync(TestMethods.Echo, new StringValue { Value = large }, null, Cancellation)).Value);
        Assert.StartsWith("skein-internal", (await channel.CallAsync(Describe, new StringValue(), null, Cancellation)).Value);
    }

    [Fact]
    public async Task Our_client_reports_status_and_text_of_a_failure()
    {
        await using var server = await StartAsync();
        using var channel = await OpenAsync(server);
        var e = await FailAsync(channel, TestMethods.Fail, "9 100 % schön 🦆", null);
        Assert.Equal((GrpcStatusCode.FailedPrecondition, "100 % schön 🦆"), (e.Status, e.Message));
        Assert.Equal(GrpcStatusCode.Unimplemented, (await FailAsync(channel, TestMethods.Unknown, "", null)).Status);
    }

    [Fact]
    public async Task A_server_learns_of_our_deadline_and_of_our_cancelling()
    {
        await using var server = await StartAsync();
        using var channel = await OpenAsync(server);
        Assert.Equal(
            GrpcStatusCode.DeadlineExceeded, (await FailAsync(channel, TestMethods.Hang, "", TimeSpan.FromMilliseconds(300))).Status);
        Assert.Equal("hanging deadline", await server.ReadLineAsync());
        Assert.Equal("ended", await server.ReadLineAsync());

        using var cancel = new CancellationTokenSource();
        var call = channel.CallAsync(TestMethods.Hang, new StringValue(), null, cancel.Token);
        Assert.Equal("hanging no deadline", await server.ReadLineAsync());
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Assert.Equal("ended", await server.ReadLineAsync());
    }

    [Fact]
    public async Task A_stream_runs_both_ways_and_ends_with_the_servers_status()
    {
        await using var server = await StartAsync();
        using var channel = await OpenAsync(server);
        await using var call = channel.OpenDuplex(TestMethods.Chat, Cancellation);
        await using var responses = call.ReadAllAsync(Cancellation).GetAsyncEnumerator(Cancellation);
        await call.WriteAsync(new StringValue { Value = "2" }, Cancellation);
        Assert.True(await responses.MoveNextAsync());
        Assert.True(await responses.MoveNextAsync());
        Assert.Equal("2.1", responses.Current.Value);
        await call.WriteAsync(new StringValue { Value = "fail" }, Cancellation);
        var e = await Assert.ThrowsAsync<GrpcException>(async () => await responses.MoveNextAsync());
        Assert.Equal((GrpcStatusCode.FailedPrecondition, "schlecht"), (e.Status, e.Message));
    }

    [Fact]
    public async Task A_stream_fails_with_UNAVAILABLE_when_the_server_dies()
    {
        GrpcChannel channel;
        GrpcDuplexCall<StringValue, StringValue> call;
        IAsyncEnumerator<StringValue> responses;
        await using (var server = await StartAsync())
        {
            channel = await OpenAsync(server);
            call = channel.OpenDuplex(TestMethods.Chat, Cancellation);
            responses = call.ReadAllAsync(Cancellation).GetAsyncEnumerator(Cancellation);
            await call.WriteAsync(new StringValue { Value = "1" }, Cancellation);
            Assert.True(await responses.MoveNextAsync());
        }

        var e = await Assert.ThrowsAsync<GrpcException>(async () => await responses.MoveNextAsync());
        Assert.Equal(GrpcStatusCode.Unavailable, e.Status);
        await responses.DisposeAsync();
        await call.DisposeAsync();
        channel.Dispose();
    }

    private static async Task<GrpcException> FailAsync(
        GrpcChannel channel, GrpcMethod<StringValue, StringValue> method, string request, TimeSpan? deadline) =>
        await Assert.ThrowsAsync<GrpcException>(
            () => channel.CallAsync(method, new StringValue { Value = request }, deadline, Cancellation));

    private Task<PythonProcess> StartAsync() => PythonProcess.StartAsync(python, "server.py", TestCertificates.Shared);

    private static async Task<GrpcChannel> OpenAsync(PythonProcess server) => new(new GrpcChannelOptions
    {
        Certificate = TestCertificates.Shared,
        Host = "127.0.0.1",
        Port = int.Parse(await server.ReadLineAsync(), CultureInfo.InvariantCulture),
    });
}
