using Skein.LocalCluster.Nodes;

namespace Skein.LocalCluster.Hosting;

/// <summary>
/// Takes nodes out of the cluster whose hosts are in a file, a line each, and takes them back when they are not any more. It is YARN's file of
/// excluded hosts, but read every second, not at a command: who wants to see what becomes of an application when a node is lost writes it.
/// </summary>
internal sealed class ExcludedHosts : IAsyncDisposable
{
    private const int LargestFile = 1 << 16;

    private static readonly TimeSpan Period = TimeSpan.FromSeconds(1);

    private readonly string _path;
    private readonly IReadOnlyList<INode> _nodes;
    private readonly ResourceManager _manager;
    private readonly Action<string> _report;
    private readonly ITimer _timer;

    // Held by the call that applies the file; a timer does not wait for one that takes long before it makes the next.
    private readonly Lock _applying = new();

    private HashSet<string> _hosts = [];

    /// <param name="path">The file; none is an empty one.</param>
    /// <param name="nodes">All nodes of the cluster.</param>
    /// <param name="manager">Whom they are taken from and given to.</param>
    /// <param name="time">Clock of the readings.</param>
    /// <param name="report">Told of what goes wrong inside.</param>
    public ExcludedHosts(string path, IReadOnlyList<INode> nodes, ResourceManager manager, TimeProvider time, Action<string> report)
    {
        _path = path;
        _nodes = nodes;
        _manager = manager;
        _report = report;
        _timer = time.CreateTimer(_ => OnTick(), null, Period, Period);
    }

    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    // A defect here must not take every application of the cluster along.
    private void OnTick()
    {
        if (!_applying.TryEnter())
            return;
        try
        {
            Apply();
        }
        catch (Exception e)
        {
            _report($"the excluded hosts can not be applied: {e}");
        }
        finally
        {
            _applying.Exit();
        }
    }

    private void Apply()
    {
        if (Read() is not { } hosts || hosts.SetEquals(_hosts))
            return;
        foreach (var node in _nodes)
        {
            var host = node.Description.Id.Host;
            if (hosts.Contains(host) && !_hosts.Contains(host))
                _manager.Change((_, life, now) => life.OnNodeLost(node, now));
            else if (!hosts.Contains(host) && _hosts.Contains(host))
                _manager.Change((_, life, now) => life.OnNodeBack(node, now));
        }

        _hosts = hosts;
    }

    // Null: the file is being written.
    private HashSet<string>? Read()
    {
        try
        {
            if (!File.Exists(_path))
                return [];
            return new FileInfo(_path).Length <= LargestFile ? [.. File.ReadAllLines(_path)] : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
