namespace Skein.Tests.Security;

/// <summary>A clock that goes on by the same step each time it is read.</summary>
internal sealed class LeapingTime(TimeSpan step) : TimeProvider
{
    private long _ticks;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Add(ref _ticks, step.Ticks);
}
