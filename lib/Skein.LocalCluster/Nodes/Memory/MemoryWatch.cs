using Skein.LocalCluster.Nodes.Processes;

namespace Skein.LocalCluster.Nodes.Memory;

/// <summary>Measures the memory of a node's containers from time to time, and tells of those that have too much.</summary>
/// <remarks>A container's are the processes of the session that was started for it, and their children in whatever session.</remarks>
internal sealed class MemoryWatch : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<int, WatchedContainer> _watched = [];
    private readonly PeriodicTimer _timer;
    private readonly Task _watching;

    public MemoryWatch(TimeSpan period, TimeProvider time)
    {
        _timer = new PeriodicTimer(period, time);
        _watching = WatchAsync();
    }

    /// <summary>Begins to measure.</summary>
    /// <param name="containerId">The container.</param>
    /// <param name="leader">Number of its session.</param>
    /// <param name="limit">Bytes it may have.</param>
    /// <param name="onExceeded">Told once, with a report, that it has more.</param>
    public void Add(string containerId, int leader, long limit, Action<string> onExceeded)
    {
        lock (_gate)
            _watched[leader] = new WatchedContainer(containerId, leader, new MemoryUse(limit), onExceeded);
    }

    /// <summary>Ends measuring.</summary>
    public void Remove(int leader)
    {
        lock (_gate)
            _watched.Remove(leader);
    }

    public async ValueTask DisposeAsync()
    {
        _timer.Dispose();
        await _watching;
    }

    private async Task WatchAsync()
    {
        while (await _timer.WaitForNextTickAsync())
        {
            WatchedContainer[] watched;
            lock (_gate)
                watched = [.. _watched.Values];
            try
            {
                if (watched.Length > 0)
                    Measure(watched);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // Too many files are open, say: what the containers have is read the next time.
            }
        }
    }

    private void Measure(WatchedContainer[] watched)
    {
        var processes = SessionProcesses.Read();
        foreach (var container in watched)
        {
            var own = processes.Of(container.Leader);
            if (!container.Use.IsExceededBy(own))
                continue;
            Remove(container.Leader);
            container.OnExceeded(MemoryReport.Write(container.ContainerId, container.Leader, container.Use.Limit, own));
        }
    }
}
