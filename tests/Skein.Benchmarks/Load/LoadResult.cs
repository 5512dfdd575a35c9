namespace Skein.Benchmarks.Load;

/// <summary>What one spell of load came to.</summary>
/// <param name="PerSecond">Calls per second, all connections together.</param>
/// <param name="P99">The time within which 99 of 100 calls were answered.</param>
/// <param name="ServerTime">Processor time of the server per call, which a busy machine changes least.</param>
internal readonly record struct LoadResult(double PerSecond, TimeSpan P99, TimeSpan ServerTime);
