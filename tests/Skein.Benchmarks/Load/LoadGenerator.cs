using Skein.Security;

namespace Skein.Benchmarks.Load;

/// <summary>Some connections to one server, each with one call after the other.</summary>
internal sealed class LoadGenerator : IDisposable
{
    private readonly Target _target;
    private readonly CallFrames _calls;
    private readonly int _leastAnswer;
    private readonly LoadConnection[] _connections;

    /// <param name="target">The server.</param>
    /// <param name="certificate">The pair that both sides show.</param>
    /// <param name="calls">What is called, at random.</param>
    /// <param name="connections">How many calls there are at a time.</param>
    /// <param name="leastAnswer">Bytes that each answer must have.</param>
    public LoadGenerator(Target target, CertificateFiles certificate, CallFrames calls, int connections, int leastAnswer)
    {
        _target = target;
        _calls = calls;
        _leastAnswer = leastAnswer;
        _connections = [.. Enumerable.Range(0, connections)
            .Select(_ => new LoadConnection(target, certificate, calls))];
    }

    /// <summary>Makes each of the calls once.</summary>
    public void CallEach()
    {
        for (var i = 0; i < _calls.Count; i++)
            _connections[0].Call(i);
    }

    /// <summary>Makes calls on all connections for a time.</summary>
    public async Task<LoadResult> RunAsync(TimeSpan duration)
    {
        var before = _target.ProcessorTime;
        var runs = await Task.WhenAll(_connections.Select((connection, index) => Task.Factory.StartNew(
            () => Run(connection, new Random(index), duration),
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)));
        var used = _target.ProcessorTime - before;
        List<long> times = [.. runs.SelectMany(static run => run)];
        times.Sort();
        return new LoadResult(times.Count / duration.TotalSeconds, TimeSpan.FromTicks(times[times.Count * 99 / 100]), used / times.Count);
    }

    public void Dispose()
    {
        foreach (var connection in _connections)
            connection.Dispose();
    }

    private List<long> Run(LoadConnection connection, Random random, TimeSpan duration)
    {
        var times = new List<long>(1 << 16);
        var time = TimeProvider.System;
        var start = time.GetTimestamp();
        for (var before = start; time.GetElapsedTime(start, before) < duration;)
        {
            if (connection.Call(random.Next(_calls.Count)) < _leastAnswer)
                throw new IOException("A key is missing");
            var after = time.GetTimestamp();
            times.Add(time.GetElapsedTime(before, after).Ticks);
            before = after;
        }

        return times;
    }
}
