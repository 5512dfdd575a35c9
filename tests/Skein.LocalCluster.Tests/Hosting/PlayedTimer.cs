namespace Skein.LocalCluster.Tests.Hosting;

/// <summary>A clock whose one timer ticks when a test says so, on the test's thread.</summary>
internal sealed class PlayedTimer : TimeProvider
{
    private Action _tick = static () => { };

    public void Tick() => _tick();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        _tick = () => callback(state);
        return base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }
}
