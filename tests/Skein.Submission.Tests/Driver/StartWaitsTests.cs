using System.Threading.Channels;
using Skein.Hadoop.Rpc;
using Skein.Protocol;
using Skein.Submission.Driver;

namespace Skein.Submission.Tests.Driver;

public sealed class StartWaitsTests
{
    private const string Id = "application_7_0001";

    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    private readonly Channel<string> _asked = Channel.CreateUnbounded<string>();
    private readonly Channel<Func<ApplicationState>> _answers = Channel.CreateUnbounded<Func<ApplicationState>>();

    [Theory]
    [InlineData(ApplicationState.Running)]
    [InlineData(ApplicationState.Finished)]
    [InlineData(ApplicationState.Failed)]
    [InlineData(ApplicationState.Killed)]
    public async Task Wait_ends_when_the_application_runs_or_has_ended(ApplicationState state)
    {
        var waits = Waits();
        var wait = waits.WaitAsync(Id, Cancellation);
        Answer(ApplicationState.Submitted);
        Answer(ApplicationState.Accepted);
        await AskedAsync(2);
        Assert.False(wait.IsCompleted);
        Answer(state);
        Assert.Equal(state, (await wait).State);
    }

    [Fact]
    public async Task However_many_wait_one_asks()
    {
        var waits = Waits();
        var all = Enumerable.Range(0, 200).Select(_ => waits.WaitAsync(Id, Cancellation)).ToArray();
        await AskedAsync(1);
        Assert.False(_asked.Reader.TryRead(out _));
        Answer(ApplicationState.Running);
        Assert.All(await Task.WhenAll(all), report => Assert.Equal(ApplicationState.Running, report.State));
    }

    [Fact]
    public async Task Wait_that_begins_after_the_end_of_another_asks_anew()
    {
        var waits = Waits();
        Answer(ApplicationState.Running);
        await waits.WaitAsync(Id, Cancellation);
        Answer(ApplicationState.Finished);
        Assert.Equal(ApplicationState.Finished, (await waits.WaitAsync(Id, Cancellation)).State);
    }

    [Fact]
    public async Task One_that_goes_takes_nobody_along_and_the_last_ends_the_asking()
    {
        var waits = Waits();
        using var leaving = new CancellationTokenSource();
        using var last = new CancellationTokenSource();
        var first = waits.WaitAsync(Id, leaving.Token);
        var second = waits.WaitAsync(Id, last.Token);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        await AskedAsync(1);
        Answer(ApplicationState.Accepted);
        await AskedAsync(1);
        Assert.False(second.IsCompleted);
        await last.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        // The next one finds nothing of it.
        var third = waits.WaitAsync(Id, Cancellation);
        Answer(ApplicationState.Running);
        Assert.Equal(ApplicationState.Running, (await third).State);
    }

    [Fact]
    public async Task Refusal_reaches_everyone_and_is_not_kept()
    {
        var waits = Waits();
        var both = new[] { waits.WaitAsync(Id, Cancellation), waits.WaitAsync(Id, Cancellation) };
        _answers.Writer.TryWrite(() => throw new InvalidSubmissionException("Unknown ApplicationId"));
        foreach (var wait in both)
            await Assert.ThrowsAsync<InvalidSubmissionException>(() => wait);
        Answer(ApplicationState.Running);
        Assert.Equal(ApplicationState.Running, (await waits.WaitAsync(Id, Cancellation)).State);
    }

    [Fact]
    public async Task ResourceManager_that_restarts_is_waited_for()
    {
        var waits = Waits();
        _answers.Writer.TryWrite(() => throw new RpcConnectionException(new HadoopEndpoint("rm", 8032), RpcFailure.Unreachable, "refused"));
        Answer(ApplicationState.Running);
        Assert.Equal(ApplicationState.Running, (await waits.WaitAsync(Id, Cancellation)).State);
    }

    private StartWaits Waits() => new(
        async (id, cancellation) =>
        {
            _asked.Writer.TryWrite(id);
            return new ApplicationReport { Id = id, State = (await _answers.Reader.ReadAsync(cancellation))() };
        },
        TimeProvider.System);

    private void Answer(ApplicationState state) => _answers.Writer.TryWrite(() => state);

    private async Task AskedAsync(int times)
    {
        for (var i = 0; i < times; i++)
            Assert.Equal(Id, await _asked.Reader.ReadAsync(Cancellation));
    }
}
