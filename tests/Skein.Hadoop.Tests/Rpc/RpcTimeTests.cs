using Skein.Hadoop.Rpc;
using Skein.Hadoop.Rpc.Protocol;
using static Skein.Hadoop.Tests.Rpc.RpcClientTests;

namespace Skein.Hadoop.Tests.Rpc;

/// <summary>Deadlines, pings and idle connections, under a clock that the tests move.</summary>
public sealed class RpcTimeTests
{
    private static readonly RpcOptions Once = new() { Retry = RpcRetryOptions.None };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_call_to_a_silent_server_ends_at_its_deadline_and_takes_the_connection_along()
    {
        var received = new TaskCompletionSource();
        var ended = new TaskCompletionSource();
        await using var server = new ScriptedServer(async connection =>
        {
            await connection.ReadOpeningAsync();
            if (connection.Number > 0)
                await AnswerCallsAsync(connection);
            await connection.ReadCallAsync();
            received.SetResult();
            await connection.WaitForEndAsync();
            ended.SetResult();
        });
        var time = new ManualTimeProvider();
        await using var client = new RpcClient(Once, time);
        var call = CallAsync(client, server);
        await received.Task.WaitAsync(Cancellation);
        time.Advance(Once.CallTimeout);

        var failure = await Assert.ThrowsAsync<RpcConnectionException>(() => call);
        Assert.Equal(RpcFailure.NoAnswer, failure.Failure);
        Assert.Contains("getNewApplication within 120 s (ipc.client.rpc-timeout.ms)", failure.Message);
        await ended.Task.WaitAsync(Cancellation);
        Assert.Equal(1, await CallAsync(client, server));
    }

    [Fact]
    public async Task A_server_that_is_slow_with_one_call_keeps_its_connection()
    {
        var options = Once with { PingInterval = TimeSpan.FromHours(1) };
        var received = new TaskCompletionSource();
        await using var server = new ScriptedServer(async connection =>
        {
            await connection.ReadOpeningAsync();
            await connection.ReadCallAsync();
            received.SetResult();
            await AnswerCallsAsync(connection);
        });
        var time = new ManualTimeProvider();
        await using var client = new RpcClient(options, time);
        var slow = CallAsync(client, server);
        await received.Task.WaitAsync(Cancellation);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(1, await CallAsync(client, server));
        time.Advance(Once.CallTimeout - TimeSpan.FromSeconds(1));
        Assert.Equal(RpcFailure.NoAnswer, (await Assert.ThrowsAsync<RpcConnectionException>(() => slow)).Failure);
        Assert.Equal(2, await CallAsync(client, server));
        Assert.Equal(1, server.Accepted);
    }

    [Fact]
    public async Task A_ping_is_sent_while_a_call_waits_in_silence()
    {
        var received = new TaskCompletionSource();
        var pinged = new TaskCompletionSource<RpcRequestHeaderProto>();
        await using var server = new ScriptedServer(async connection =>
        {
            await connection.ReadOpeningAsync();
            var (callId, _, _) = await connection.ReadCallAsync();
            received.SetResult();
            pinged.SetResult(RpcRequestHeaderProto.Parser.ParseFrom(Delimited.ReadOnly((await connection.ReadFrameAsync()).Content)));
            await connection.AnswerAsync(callId, NewApplication(7));
            await connection.WaitForEndAsync();
        });
        var time = new ManualTimeProvider();
        await using var client = new RpcClient(Once, time);
        var call = CallAsync(client, server);
        await received.Task.WaitAsync(Cancellation);
        time.Advance(Once.PingInterval);
        Assert.Equal(RpcCallIds.Ping, (await pinged.Task.WaitAsync(Cancellation)).CallId);
        Assert.Equal(7, await call);
    }

    [Fact]
    public async Task An_idle_connection_closes_and_the_next_call_opens_another()
    {
        var ended = new TaskCompletionSource();
        await using var server = new ScriptedServer(async connection =>
        {
            await connection.ReadOpeningAsync();
            var (callId, _, _) = await connection.ReadCallAsync();
            await connection.AnswerAsync(callId, NewApplication(connection.Number));
            await connection.WaitForEndAsync();
            ended.TrySetResult();
        });
        var time = new ManualTimeProvider();
        await using var client = new RpcClient(Once, time);
        Assert.Equal(0, await CallAsync(client, server));
        time.Advance(Once.IdleTimeout);
        await ended.Task.WaitAsync(Cancellation);
        Assert.Equal(1, await CallAsync(client, server));
    }

    [Fact]
    public async Task A_login_without_an_answer_ends_at_its_deadline()
    {
        var received = new TaskCompletionSource();
        await using var server = new ScriptedServer(async connection =>
        {
            await connection.ReadAsync(RpcFrames.LoginPreamble.Length);
            await connection.ReadFrameAsync();
            received.SetResult();
            await connection.WaitForEndAsync();
        });
        var time = new ManualTimeProvider();
        await using var client = new RpcClient(Once, time);
        var call = CallAsync(client.Open(Target(server.Endpoint) with { Token = RpcLoginTests.Token }), Cancellation);
        await received.Task.WaitAsync(Cancellation);
        time.Advance(Once.CallTimeout);
        var failure = await Assert.ThrowsAsync<RpcConnectionException>(() => call);
        Assert.Equal(RpcFailure.NoAnswer, failure.Failure);
        Assert.Contains("login", failure.Message);
    }

    [Fact]
    public async Task An_address_that_swallows_the_dial_is_given_up_after_the_connect_timeout()
    {
        // 192.0.2.0/24 is kept for documentation: either nothing answers from there, or the machine has no route to it.
        var endpoint = new HadoopEndpoint("192.0.2.1", 8032, "test.address");
        var time = new ManualTimeProvider();
        await using var client = new RpcClient(Once, time);
        var call = CallAsync(client.Open(Target(endpoint)), Cancellation);
        var dialling = time.WaitForTimerAsync(Once.ConnectTimeout, Cancellation);
        await Task.WhenAny(call, dialling);
        time.Advance(Once.ConnectTimeout);
        var failure = await Assert.ThrowsAsync<RpcConnectionException>(() => call);
        Assert.Equal(RpcFailure.Unreachable, failure.Failure);
    }
}
