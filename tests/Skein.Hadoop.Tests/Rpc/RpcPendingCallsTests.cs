using Skein.Hadoop.Rpc;
using Skein.Hadoop.Yarn.Protocol;

namespace Skein.Hadoop.Tests.Rpc;

public sealed class RpcPendingCallsTests
{
    private static readonly RpcConnectionException First = new(new HadoopEndpoint("h", 1), RpcFailure.Lost, "first");
    private static readonly RpcConnectionException Second = new(new HadoopEndpoint("h", 1), RpcFailure.Lost, "second");

    [Fact]
    public void The_first_cause_is_kept_and_told_to_later_calls()
    {
        var calls = new RpcPendingCalls(new ManualTimeProvider());
        var waiting = NewCall();
        Assert.Null(calls.Add(0, waiting));
        Assert.Null(calls.Add(1, NewCall()));
        Assert.True(calls.Abandon(1, sent: true));
        Assert.Same(waiting, Assert.Single(calls.Close(First, onlyIfIdle: false)!));
        Assert.Null(calls.Close(Second, onlyIfIdle: false));
        Assert.Same(First, calls.Add(2, NewCall()));
        Assert.True(calls.IsClosed);
    }

    [Fact]
    public void A_call_that_was_given_up_keeps_its_number_until_it_is_answered()
    {
        var calls = new RpcPendingCalls(new ManualTimeProvider());
        Assert.Null(calls.Add(7, NewCall()));
        calls.Abandon(7, sent: true);
        Assert.True(calls.IsUnanswered(7));
        Assert.Null(calls.Take(7));
        Assert.False(calls.IsUnanswered(7));
        Assert.Null(calls.Add(7, NewCall()));
    }

    [Fact]
    public void A_connection_with_waiting_calls_is_not_idle_and_one_with_abandoned_calls_is()
    {
        var time = new ManualTimeProvider();
        var calls = new RpcPendingCalls(time);
        calls.Add(0, NewCall());
        time.Advance(TimeSpan.FromSeconds(3));
        Assert.Null(calls.Unused);
        Assert.Null(calls.Close(First, onlyIfIdle: true));
        Assert.False(calls.IsClosed);

        calls.Abandon(0, sent: true);
        Assert.Equal(TimeSpan.FromSeconds(3), calls.Unused);
        Assert.Empty(calls.Close(First, onlyIfIdle: true)!);
    }

    [Fact]
    public void The_answer_to_an_abandoned_call_is_dropped_once()
    {
        var calls = new RpcPendingCalls(new ManualTimeProvider());
        calls.Add(0, NewCall());
        calls.Abandon(0, sent: true);
        Assert.Null(calls.Take(0));
        Assert.Throws<InvalidDataException>(() => calls.Take(0));
    }

    [Fact]
    public void A_call_that_was_never_sent_has_no_answer()
    {
        var calls = new RpcPendingCalls(new ManualTimeProvider());
        calls.Add(0, NewCall());
        calls.Abandon(0, sent: false);
        Assert.Throws<InvalidDataException>(() => calls.Take(0));
    }

    [Fact]
    public void Abandoned_calls_have_a_bound()
    {
        var calls = new RpcPendingCalls(new ManualTimeProvider());
        for (var i = 0; i < RpcPendingCalls.MaxAbandoned; i++)
        {
            calls.Add(i, NewCall());
            Assert.True(calls.Abandon(i, sent: true));
        }

        calls.Add(RpcPendingCalls.MaxAbandoned, NewCall());
        Assert.False(calls.Abandon(RpcPendingCalls.MaxAbandoned, sent: true));
    }

    private static RpcCall<SubmitApplicationResponseProto> NewCall() => new(SubmitApplicationResponseProto.Parser);
}
