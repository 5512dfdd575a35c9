namespace Skein.Benchmarks.Heartbeats;

/// <summary>How long something took, each time, and what of it the thread had of a processor: the rest is others' doing.</summary>
internal sealed class Durations
{
    private readonly List<double> _elapsed = [];
    private readonly List<double> _processor = [];

    public int Count
    {
        get
        {
            lock (_elapsed)
                return _elapsed.Count;
        }
    }

    /// <summary>Does it, and notes how long that took.</summary>
    public T Measure<T>(Func<T> action)
    {
        var begun = ThreadTime.Now;
        var result = action();
        var (elapsed, processor) = begun.ToNow();
        lock (_elapsed)
        {
            _elapsed.Add(elapsed.TotalMilliseconds);
            _processor.Add(processor.TotalMilliseconds);
        }

        return result;
    }

    /// <summary>Milliseconds that this share of the times did not exceed.</summary>
    public double Elapsed(double share) => Quantile(_elapsed, share);

    /// <summary>Milliseconds of a processor that this share of the times did not exceed.</summary>
    public double Processor(double share) => Quantile(_processor, share);

    private double Quantile(List<double> times, double share)
    {
        lock (_elapsed)
            return times.Count == 0 ? 0 : times.Order().ElementAt(Math.Max(0, (int)Math.Ceiling(share * times.Count) - 1));
    }
}
