using Skein.Hadoop.Rpc;

namespace Skein.Hadoop.Tests.Rpc;

public sealed class RpcRetryPolicyTests
{
    private static readonly HadoopEndpoint Endpoint = new("h", 1);
    private static readonly RpcRetryOptions Options = new();
    private static readonly RpcFailoverOptions Failover = new();

    [Fact]
    public void Waits_double_up_to_a_bound()
    {
        var policy = Policy(servers: 1);
        var waits = Enumerable.Range(0, 5).Select(_ => policy.Decide(Failure(RpcFailure.Unreachable)).Delay.TotalMilliseconds);
        Assert.Equal([200, 400, 800, 1000, 1000], waits);
    }

    [Theory]
    [InlineData(0, 100)]
    [InlineData(1, 300)]
    public void Waits_vary_by_half(double random, double milliseconds) =>
        Assert.Equal(milliseconds, Policy(1, random: random).Decide(Failure(RpcFailure.Unreachable)).Delay.TotalMilliseconds);

    [Theory]
    [InlineData(RpcFailure.Unreachable, 10)]
    [InlineData(RpcFailure.Lost, 3)]
    [InlineData(RpcFailure.Closed, 3)]
    [InlineData(RpcFailure.Refused, 0)]
    [InlineData(RpcFailure.Protocol, 0)]
    [InlineData(RpcFailure.NoAnswer, 0)]
    [InlineData(RpcFailure.RequestTooLarge, 0)]
    public void Every_kind_of_failure_has_its_bound(RpcFailure failure, int retries)
    {
        var policy = Policy(servers: 1);
        for (var i = 0; i < retries; i++)
        {
            var decision = policy.Decide(Failure(failure));
            Assert.True(decision.Again);
            Assert.False(decision.Elsewhere);
        }

        Assert.False(policy.Decide(Failure(failure)).Again);
    }

    [Fact]
    public void A_login_that_was_taken_for_a_replay_is_tried_again()
    {
        var policy = Policy(servers: 1);
        var replay = new RemoteException(
            "javax.security.sasl.SaslException",
            "GSS initiate failed [Caused by GSSException: Failure unspecified at GSS-API level (Mechanism level: Request is a replay (34))]",
            remoteTrace: null,
            Endpoint);
        var refusal = new RpcConnectionException(Endpoint, RpcFailure.Refused, "the server refuses the login", replay);
        for (var i = 0; i < 5; i++)
            Assert.True(policy.Decide(refusal).Again);
        Assert.False(policy.Decide(refusal).Again);
    }

    [Theory]
    [InlineData(0, 30, 30)]
    [InlineData(50, 30, 50)]
    public void A_server_that_has_answered_before_gets_time_to_restart(int connect, int restart, int retries)
    {
        var options = new RpcRetryOptions { ConnectRetries = connect, RestartRetries = restart };
        var policy = new RpcRetryPolicy(options, Failover, servers: 1, isKnown: true, new ManualTimeProvider(), () => 0.5);
        for (var i = 0; i < retries; i++)
            Assert.True(policy.Decide(Failure(RpcFailure.Unreachable)).Again);
        Assert.False(policy.Decide(Failure(RpcFailure.Unreachable)).Again);
    }

    [Theory]
    [InlineData(RpcFailure.Unreachable)]
    [InlineData(RpcFailure.Lost)]
    public void Every_server_of_a_group_is_tried_once_before_the_waits_begin(RpcFailure failure)
    {
        var policy = Policy(servers: 3);
        var decisions = Enumerable.Range(0, Failover.Attempts).Select(_ => policy.Decide(Failure(failure))).ToArray();
        Assert.All(decisions, decision => Assert.True(decision is { Again: true, Elsewhere: true }));
        Assert.Equal(
            [0, 0, 500, 1000, 2000, 4000, 8000, 15000, 15000],
            decisions.Take(9).Select(decision => decision.Delay.TotalMilliseconds));
        Assert.False(policy.Decide(Failure(failure)).Again);
    }

    [Fact]
    public void Silence_is_borne_once_for_each_server()
    {
        var policy = Policy(servers: 2);
        Assert.True(policy.Decide(Failure(RpcFailure.NoAnswer)).Elsewhere);
        Assert.True(policy.Decide(Remote(RemoteErrors.Standby)).Elsewhere);
        Assert.True(policy.Decide(Failure(RpcFailure.NoAnswer)).Elsewhere);
        Assert.False(policy.Decide(Failure(RpcFailure.NoAnswer)).Again);
    }

    [Fact]
    public void A_busy_server_is_asked_until_patience_ends()
    {
        var time = new ManualTimeProvider();
        var policy = Policy(servers: 1, time);
        Assert.True(policy.Decide(Remote(RemoteErrors.SafeMode)).Again);
        time.Advance(Options.BusyPatience - TimeSpan.FromTicks(1));
        Assert.True(policy.Decide(Remote(RemoteErrors.Retriable)).Again);
        time.Advance(TimeSpan.FromTicks(1));
        Assert.False(policy.Decide(Remote(RemoteErrors.SafeMode)).Again);
    }

    [Fact]
    public void A_standby_sends_the_call_elsewhere_and_a_busy_server_keeps_it()
    {
        var policy = Policy(servers: 2);
        Assert.True(policy.Decide(Remote(RemoteErrors.Standby)).Elsewhere);
        Assert.True(policy.Decide(Remote(RemoteErrors.ObserverRetryOnActive)).Elsewhere);
        Assert.False(policy.Decide(Remote(RemoteErrors.Retriable)).Elsewhere);
    }

    [Fact]
    public void A_standby_that_refuses_the_login_is_recognised()
    {
        var refusal = new RpcConnectionException(Endpoint, RpcFailure.Refused, "refused", Remote(RemoteErrors.Standby));
        Assert.True(Policy(servers: 2).Decide(refusal).Elsewhere);
        var invalid = new RpcConnectionException(Endpoint, RpcFailure.Refused, "refused", Remote(RemoteErrors.InvalidToken));
        Assert.False(Policy(servers: 2).Decide(invalid).Again);
    }

    [Fact]
    public void Other_errors_of_the_server_are_final() =>
        Assert.False(Policy(servers: 2).Decide(Remote("java.io.FileNotFoundException")).Again);

    private static RpcRetryPolicy Policy(int servers, TimeProvider? time = null, double random = 0.5) =>
        new(Options, Failover, servers, isKnown: false, time ?? new ManualTimeProvider(), () => random);

    private static RpcConnectionException Failure(RpcFailure failure) => new(Endpoint, failure, "reason");

    private static RemoteException Remote(string className) => new(className, "message", null, Endpoint);
}
