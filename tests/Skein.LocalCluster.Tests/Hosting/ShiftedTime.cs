namespace Skein.LocalCluster.Tests.Hosting;

/// <summary>The system's time, which a test makes pass faster. Timers go by the system's.</summary>
internal sealed class ShiftedTime : TimeProvider
{
    private long _elapsed;

    /// <summary>Has time passed, without anybody waking up.</summary>
    public void Shift(TimeSpan by) => Interlocked.Add(ref _elapsed, by.Ticks);

    public override long GetTimestamp() =>
        base.GetTimestamp() + (long)(TimeSpan.FromTicks(Interlocked.Read(ref _elapsed)).TotalSeconds * TimestampFrequency);
}
