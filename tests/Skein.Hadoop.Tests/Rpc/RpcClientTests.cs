using Skein.Hadoop.Rpc;
using Skein.Hadoop.Security;
using Skein.Hadoop.Yarn;
using Skein.Hadoop.Yarn.Protocol;

namespace Skein.Hadoop.Tests.Rpc;

public sealed class RpcClientTests
{
    private static readonly RpcOptions Once = new() { Retry = RpcRetryOptions.None };
    private static readonly RpcOptions Eager = new()
    {
        Retry = new RpcRetryOptions { FirstDelay = TimeSpan.FromMilliseconds(1), MaxDelay = TimeSpan.FromMilliseconds(1) },
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Many_calls_share_a_connection_and_may_be_answered_in_any_order()
    {
        const int Calls = 20;
        await using var server = new ScriptedServer(async connection =>
        {
            var context = await connection.ReadOpeningAsync();
            Assert.Equal("alice", context.UserInfo.EffectiveUser);
            Assert.Equal(YarnProtocols.ApplicationClient, context.Protocol);
            var calls = new List<int>();
            while (calls.Count < Calls)
                calls.Add((await connection.ReadCallAsync()).CallId);
            foreach (var callId in calls.AsEnumerable().Reverse())
                await connection.AnswerAsync(callId, NewApplication(callId));
            await connection.WaitForEndAsync();
        });
        await using var client = new RpcClient(Once);
        var answers = await Task.WhenAll(Enumerable.Range(0, Calls).Select(_ => CallAsync(client, server)));
        Assert.Equal(Enumerable.Range(0, Calls), answers.Order());
        Assert.Equal(1, server.Accepted);
    }

    [Fact]
    public async Task Users_tokens_and_protocols_do_not_share_connections()
    {
        await using var server = new ScriptedServer(AnswerEverythingAsync);
        await using var client = new RpcClient(Once);
        var alice = new UserIdentity("alice", new Credentials());
        RpcTarget[] targets =
        [
            new(server.Endpoint, "a", alice),
            new(server.Endpoint, "b", alice),
            new(server.Endpoint, "a", alice with { Name = "bob" }),
            new(server.Endpoint, "a", alice with { RealUser = "carol" }),
            new(server.Endpoint, "a", alice with { Credentials = new Credentials() }),
        ];
        foreach (var target in targets)
            await CallAsync(client.Open(target), Cancellation);
        Assert.Equal(4, server.Accepted);
    }

    [Fact]
    public async Task Cancelling_a_call_leaves_the_connection_usable()
    {
        var received = new TaskCompletionSource();
        await using var server = new ScriptedServer(async connection =>
        {
            await connection.ReadOpeningAsync();
            var cancelled = await connection.ReadCallAsync();
            received.SetResult();
            var (second, _, _) = await connection.ReadCallAsync();
            // The late answer precedes the awaited one, so the client has dealt with it when the call ends.
            await connection.AnswerAsync(cancelled.CallId, NewApplication(1));
            await connection.AnswerAsync(second, NewApplication(2));
            var (third, _, _) = await connection.ReadCallAsync();
            await connection.AnswerAsync(third, NewApplication(3));
            await connection.WaitForEndAsync();
        });
        await using var client = new RpcClient(Once);
        using var giveUp = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var call = CallAsync(Channel(client, server), giveUp.Token);
        await received.Task.WaitAsync(Cancellation);
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);

        Assert.Equal(2, await CallAsync(client, server));
        Assert.Equal(3, await CallAsync(client, server));
        Assert.Equal(1, server.Accepted);
    }

    [Fact]
    public async Task A_lost_connection_fails_every_call_in_flight()
    {
        const int Calls = 5;
        await using var server = new ScriptedServer(async connection =>
        {
            await connection.ReadOpeningAsync();
            for (var i = 0; i < Calls; i++)
                await connection.ReadCallAsync();
        });
        await using var client = new RpcClient(Once);
        var calls = Enumerable.Range(0, Calls).Select(_ => CallAsync(client, server)).ToArray();
        foreach (var call in calls)
        {
            var failure = await Assert.ThrowsAsync<RpcConnectionException>(() => call);
            Assert.Equal(RpcFailure.Lost, failure.Failure);
            Assert.StartsWith($"{server.Endpoint} (test.address): ", failure.Message);
        }
    }

    [Fact]
    public async Task Calls_lost_with_their_connection_are_sent_again_under_their_numbers()
    {
        const int Calls = 5;
        var lost = new List<int>();
        await using var server = new ScriptedServer(async connection =>
        {
            await connection.ReadOpeningAsync();
            for (var i = 0; i < Calls; i++)
            {
                var (callId, retryCount, _) = await connection.ReadCallAsync();
                Assert.Equal(connection.Number, retryCount);
                if (connection.Number == 0)
                {
                    lost.Add(callId);
                    continue;
                }

                Assert.Contains(callId, lost);
                await connection.AnswerAsync(callId, NewApplication(callId));
            }

            if (connection.Number > 0)
                await connection.WaitForEndAsync();
        });
        await using var client = new RpcClient(Eager);
        var answers = await Task.WhenAll(Enumerable.Range(0, Calls).Select(_ => CallAsync(client, server)));
        Assert.Equal(lost.Order(), answers.Order());
    }

    [Fact]
    public async Task A_call_that_loses_every_connection_gives_up_in_the_end()
    {
        await using var server = new ScriptedServer(async connection =>
        {
            await connection.ReadOpeningAsync();
            await connection.ReadCallAsync();
        });
        await using var client = new RpcClient(Eager);
        var failure = await Assert.ThrowsAsync<RpcConnectionException>(() => CallAsync(client, server));
        Assert.Equal(RpcFailure.Lost, failure.Failure);
        Assert.Equal(1 + Eager.Retry.LostRetries, server.Accepted);
    }

    [Fact]
    public async Task A_server_that_is_not_ready_is_asked_again_over_the_same_connection()
    {
        await using var server = new ScriptedServer(async connection =>
        {
            await connection.ReadOpeningAsync();
            foreach (var error in new[] { RemoteErrors.Retriable, RemoteErrors.SafeMode, RemoteErrors.Standby, RemoteErrors.NodeManagerNotReady })
                await connection.RefuseAsync((await connection.ReadCallAsync()).CallId, error, "not yet");
            var (callId, retryCount, _) = await connection.ReadCallAsync();
            await connection.AnswerAsync(callId, NewApplication(retryCount));
            await connection.WaitForEndAsync();
        });
        await using var client = new RpcClient(Eager);
        Assert.Equal(4, await CallAsync(client, server));
        Assert.Equal(1, server.Accepted);
    }

    [Fact]
    public async Task An_application_error_is_handed_on_and_not_tried_again()
    {
        await using var server = new ScriptedServer(async connection =>
        {
            await connection.ReadOpeningAsync();
            await connection.RefuseAsync((await connection.ReadCallAsync()).CallId, YarnErrors.ApplicationNotFound, "no\n\tat a.B");
            await AnswerCallsAsync(connection);
        });
        await using var client = new RpcClient(Eager);
        var error = await Assert.ThrowsAsync<RemoteException>(() => CallAsync(client, server));
        Assert.Equal((YarnErrors.ApplicationNotFound, "no"), (error.ClassName, error.Message));
        Assert.Equal(1, await CallAsync(client, server));
        Assert.Equal(1, server.Accepted);
    }

    [Fact]
    public async Task A_fatal_answer_fails_all_calls_in_the_servers_words_and_is_final()
    {
        await using var server = new ScriptedServer(async connection =>
        {
            await connection.ReadOpeningAsync();
            await connection.ReadCallAsync();
            await connection.ReadCallAsync();
            await connection.RefuseAsync(
                RpcCallIds.ConnectionContext,
                "org.apache.hadoop.security.authorize.AuthorizationException",
                "User: alice is not allowed to impersonate bob",
                Skein.Hadoop.Rpc.Protocol.RpcResponseHeaderProto.Types.RpcStatusProto.Fatal);
        });
        await using var client = new RpcClient(Eager);
        var calls = new[] { CallAsync(client, server), CallAsync(client, server) };
        foreach (var call in calls)
        {
            var failure = await Assert.ThrowsAsync<RpcConnectionException>(() => call);
            Assert.Equal(RpcFailure.Refused, failure.Failure);
            Assert.Contains("User: alice is not allowed to impersonate bob", failure.Message);
            Assert.Equal("AuthorizationException", Assert.IsType<RemoteException>(failure.InnerException).SimpleName);
        }

        Assert.Equal(1, server.Accepted);
    }

    [Fact]
    public async Task The_next_server_is_asked_when_the_first_is_on_standby_and_stays_the_one_to_ask()
    {
        await using var standby = new ScriptedServer(RefuseOnStandbyAsync);
        await using var active = new ScriptedServer(AnswerEverythingAsync);
        await using var client = new RpcClient(Eager);
        var channel = client.Open(Target(standby.Endpoint) with { Alternatives = [await FreeEndpointAsync(), active.Endpoint] });
        await CallAsync(channel, Cancellation);
        await CallAsync(channel, Cancellation);
        Assert.Equal(active.Endpoint, channel.Endpoint);
        Assert.Equal((1, 1), (standby.Accepted, active.Accepted));
    }

    [Fact]
    public async Task What_one_channel_finds_out_about_the_active_server_all_others_know()
    {
        await using var standby = new ScriptedServer(RefuseOnStandbyAsync);
        await using var active = new ScriptedServer(AnswerEverythingAsync);
        await using var client = new RpcClient(Eager);
        var target = Target(standby.Endpoint) with { Alternatives = [active.Endpoint] };
        await CallAsync(client.Open(target), Cancellation);
        await CallAsync(client.Open(target), Cancellation);
        Assert.Equal((1, 1), (standby.Accepted, active.Accepted));
    }

    [Fact]
    public async Task A_call_that_is_lost_with_its_server_keeps_its_number_at_the_next_one()
    {
        var lost = -1;
        await using var dying = new ScriptedServer(async connection =>
        {
            await connection.ReadOpeningAsync();
            (lost, _, _) = await connection.ReadCallAsync();
        });
        var (again, retries) = (-1, -1);
        await using var heir = new ScriptedServer(async connection =>
        {
            await connection.ReadOpeningAsync();
            (again, retries, _) = await connection.ReadCallAsync();
            await connection.AnswerAsync(again, NewApplication(7));
            await connection.WaitForEndAsync();
        });
        await using var client = new RpcClient(Eager);
        var channel = client.Open(Target(dying.Endpoint) with { Alternatives = [heir.Endpoint] });
        Assert.Equal(7, await CallAsync(channel, Cancellation));
        Assert.Equal((lost, 1), (again, retries));
    }

    [Fact]
    public async Task Servers_that_are_all_gone_are_tried_as_often_as_the_target_says()
    {
        await using var client = new RpcClient(Eager);
        var target = Target(await FreeEndpointAsync()) with
        {
            Alternatives = [await FreeEndpointAsync()],
            Failover = new RpcFailoverOptions { Attempts = 4, FirstDelay = TimeSpan.FromMilliseconds(1), MaxDelay = TimeSpan.FromMilliseconds(1) },
        };
        var failure = await Assert.ThrowsAsync<RpcConnectionException>(() => CallAsync(client.Open(target), Cancellation));
        Assert.Equal((RpcFailure.Unreachable, target.Endpoint), (failure.Failure, failure.Endpoint));
    }

    [Fact]
    public async Task A_port_where_nobody_listens_is_tried_a_few_times_and_then_named()
    {
        var endpoint = await FreeEndpointAsync();
        await using var client = new RpcClient(Eager);
        var failure = await Assert.ThrowsAsync<RpcConnectionException>(() => CallAsync(client.Open(Target(endpoint)), Cancellation));
        Assert.Equal(RpcFailure.Unreachable, failure.Failure);
        Assert.Equal($"127.0.0.1:{endpoint.Port} (test.address): nobody listens there; is the service running?", failure.Message);
    }

    [Fact]
    public async Task A_request_larger_than_servers_take_is_not_sent()
    {
        await using var server = new ScriptedServer(AnswerEverythingAsync);
        await using var client = new RpcClient(Once with { MaxRequestLength = 1000 });
        var request = new KillApplicationRequestProto { Diagnostics = new string('x', 1000) };
        var failure = await Assert.ThrowsAsync<RpcConnectionException>(() =>
            Channel(client, server).CallAsync("forceKillApplication", request, KillApplicationResponseProto.Parser, Cancellation));
        Assert.Equal(RpcFailure.RequestTooLarge, failure.Failure);
        Assert.Contains("ipc.maximum.data.length", failure.Message);
        Assert.Equal(0, await CallAsync(client, server) - 1);
    }

    [Fact]
    public async Task Disposing_fails_the_calls_in_flight_and_refuses_later_ones()
    {
        var received = new TaskCompletionSource();
        await using var server = new ScriptedServer(async connection =>
        {
            await connection.ReadOpeningAsync();
            await connection.ReadCallAsync();
            received.SetResult();
            await connection.WaitForEndAsync();
        });
        var client = new RpcClient(Once);
        var call = CallAsync(client, server);
        await received.Task.WaitAsync(Cancellation);
        await client.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => call);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => CallAsync(client, server));
        await client.DisposeAsync();
    }

    [Fact]
    public async Task Disposing_ends_a_connection_that_is_being_opened()
    {
        var received = new TaskCompletionSource();
        await using var server = new ScriptedServer(async connection =>
        {
            await connection.ReadAsync(RpcFrames.LoginPreamble.Length);
            received.SetResult();
            await connection.WaitForEndAsync();
        });
        var client = new RpcClient(Once);
        var call = CallAsync(client.Open(Target(server.Endpoint) with { Token = RpcLoginTests.Token }), Cancellation);
        await received.Task.WaitAsync(Cancellation);
        await client.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => call);
    }

    internal static RpcTarget Target(HadoopEndpoint endpoint) =>
        new(endpoint, YarnProtocols.ApplicationClient, new UserIdentity("alice", new Credentials()));

    internal static IRpcChannel Channel(RpcClient client, ScriptedServer server) => client.Open(Target(server.Endpoint));

    internal static Task<int> CallAsync(RpcClient client, ScriptedServer server) => CallAsync(Channel(client, server), Cancellation);

    /// <summary>A call whose answer is one number.</summary>
    internal static async Task<int> CallAsync(IRpcChannel channel, CancellationToken cancellation)
    {
        var answer = await channel.CallAsync(
            "getNewApplication", new GetNewApplicationRequestProto(), GetNewApplicationResponseProto.Parser, cancellation);
        return answer.ApplicationId.Id;
    }

    internal static GetNewApplicationResponseProto NewApplication(int number) =>
        new() { ApplicationId = new ApplicationIdProto { Id = number, ClusterTimestamp = 1 } };

    internal static async Task AnswerEverythingAsync(ServerConnection connection)
    {
        await connection.ReadOpeningAsync();
        await AnswerCallsAsync(connection);
    }

    /// <summary>Answers every call with its own number.</summary>
    internal static async Task AnswerCallsAsync(ServerConnection connection)
    {
        while (true)
        {
            var (callId, _, _) = await connection.ReadCallAsync();
            await connection.AnswerAsync(callId, NewApplication(callId));
        }
    }

    private static async Task RefuseOnStandbyAsync(ServerConnection connection)
    {
        await connection.ReadOpeningAsync();
        await connection.RefuseAsync((await connection.ReadCallAsync()).CallId, RemoteErrors.Standby, "standby");
        await connection.WaitForEndAsync();
    }

    private static async Task<HadoopEndpoint> FreeEndpointAsync()
    {
        await using var server = new ScriptedServer(_ => Task.CompletedTask);
        return server.Endpoint;
    }
}
