namespace Skein.LocalCluster.Hosting;

/// <summary>Since when nobody has asked anything of a cluster. It begins with somebody.</summary>
internal sealed class IdleClock(TimeProvider time)
{
    private long _lastUse = time.GetTimestamp();

    /// <summary>How long ago <see cref="Touch"/> was called last.</summary>
    public TimeSpan Elapsed => time.GetElapsedTime(Interlocked.Read(ref _lastUse));

    /// <summary>Somebody asks, or something runs.</summary>
    public void Touch() => Interlocked.Exchange(ref _lastUse, time.GetTimestamp());
}
