using Microsoft.Extensions.Logging.Abstractions;
using Skein.ApplicationMaster.Delegation;
using Skein.ApplicationMaster.Tests.Support;

namespace Skein.ApplicationMaster.Tests.Delegation;

public sealed class TokenRenewalTests
{
    private readonly ManualClock _clock = new();
    private int _asked;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task New_tokens_are_got_again_and_again_before_those_in_use_end()
    {
        var renewal = new TokenRenewal(AnswerAsync, _ => Task.CompletedTask, _clock, NullLogger.Instance);
        await renewal.StartAsync(Cancellation);
        using var stop = new CancellationTokenSource();
        var running = renewal.RunAsync(stop.Token);
        for (var times = 1; times <= 3; times++)
        {
            Assert.Equal(times, _asked);
            Assert.Equal(TimeSpan.FromHours(18), await _clock.ElapseNextAsync(Cancellation));
            await _clock.NextTimerAsync(Cancellation);
        }

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public async Task A_KDC_that_does_not_answer_for_a_while_is_asked_more_often()
    {
        var fails = false;
        var renewal = new TokenRenewal(
            cancellation => fails ? throw new IOException("no KDC answers") : AnswerAsync(cancellation),
            _ => Task.CompletedTask,
            _clock,
            NullLogger.Instance);
        await renewal.StartAsync(Cancellation);
        using var stop = new CancellationTokenSource();
        var running = renewal.RunAsync(stop.Token);
        fails = true;
        await _clock.ElapseNextAsync(Cancellation);
        Assert.Equal(RenewalSchedule.LongestAfterFailure, await _clock.ElapseNextAsync(Cancellation));
        fails = false;
        Assert.Equal(RenewalSchedule.LongestAfterFailure, await _clock.ElapseNextAsync(Cancellation));
        Assert.Equal(TimeSpan.FromHours(18), await _clock.NextTimerAsync(Cancellation));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    [Fact]
    public async Task A_keytab_that_does_not_work_is_known_at_the_start()
    {
        var renewal = new TokenRenewal(_ => throw new IOException("has no key of alice"), _ => Task.CompletedTask, _clock, NullLogger.Instance);
        Assert.Contains("has no key", (await Assert.ThrowsAsync<IOException>(() => renewal.StartAsync(Cancellation))).Message);
    }

    private Task<DateTimeOffset> AnswerAsync(CancellationToken cancellation)
    {
        _asked++;
        return Task.FromResult(_clock.GetUtcNow().AddDays(1));
    }
}
