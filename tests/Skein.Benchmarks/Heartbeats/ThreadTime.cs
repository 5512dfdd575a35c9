using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Skein.Benchmarks.Heartbeats;

/// <summary>A moment, by the clock and by what the calling thread has had of a processor.</summary>
internal readonly record struct ThreadTime(long Timestamp, TimeSpan Processor)
{
    private const int ThreadClock = 3;
    private const long NanosecondsPerTick = 100;

    public static ThreadTime Now
    {
        get
        {
            _ = GetTime(ThreadClock, out var time);
            return new ThreadTime(
                Stopwatch.GetTimestamp(), TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromTicks(time.Nanoseconds / NanosecondsPerTick));
        }
    }

    /// <summary>What has passed by either. To be asked on the same thread.</summary>
    public (TimeSpan Elapsed, TimeSpan Processor) ToNow() => (Stopwatch.GetElapsedTime(Timestamp), Now.Processor - Processor);

    [DllImport("libc", EntryPoint = "clock_gettime")]
    private static extern int GetTime(int clock, out TimeSpecification time);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpecification
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
