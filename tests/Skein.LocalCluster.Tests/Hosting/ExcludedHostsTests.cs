using Skein.LocalCluster.Hosting;
using Skein.LocalCluster.Nodes;
using Skein.LocalCluster.Tests.Applications;

namespace Skein.LocalCluster.Tests.Hosting;

public sealed class ExcludedHostsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("skein-excluded-").FullName;
    private readonly PlayedTimer _time = new();
    private readonly List<string> _reports = [];
    private readonly WatchedNode _node = new(new IdleNode("n1", 1000, 8));

    private string FilePath => Path.Combine(_folder, "hosts");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Reading_that_takes_long_is_not_overtaken_by_the_next()
    {
        await using var manager = Manager();
        await using var hosts = new ExcludedHosts(FilePath, [_node], manager, _time, _reports.Add);
        await File.WriteAllTextAsync(FilePath, "n1\n", TestContext.Current.CancellationToken);
        _node.Forget();
        var slow = manager.Read(_ =>
        {
            // It has looked at the node, and waits for the state, which this thread holds.
            var ticking = Task.Run(_time.Tick);
            _node.Seen.Wait(TestContext.Current.CancellationToken);
            _time.Tick();
            Assert.Equal(1, _node.Looks);
            return ticking;
        });
        await slow;
        Assert.Empty(_reports);
    }

    [Fact]
    public async Task Failed_reading_is_told_and_the_next_one_works()
    {
        await using var manager = Manager();
        await using var hosts = new ExcludedHosts(FilePath, [_node], manager, _time, _reports.Add);
        await File.WriteAllTextAsync(FilePath, "n1\n", TestContext.Current.CancellationToken);
        _node.Failure = new InvalidOperationException("it broke");
        _time.Tick();
        Assert.Contains("it broke", Assert.Single(_reports));
        _node.Failure = null;
        _time.Tick();
        Assert.Single(_reports);
        Assert.Empty(manager.Read(static state => state.Nodes.ToList()));
    }

    private ResourceManager Manager() => new(
        new TestCluster(_node).State, 2, preempts: false, TimeProvider.System, static _ => { }, static _ => { }, _reports.Add);
}
