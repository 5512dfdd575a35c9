using Skein.Submission.Driver;
using Skein.Submission.Tests.Clusters;

namespace Skein.Submission.Tests.Driver;

public sealed class ClusterClientsTests
{
    private static readonly CancellationToken Cancellation = TestContext.Current.CancellationToken;

    private SkeinClientOptions _cluster = new();

    [Fact]
    public async Task Callers_of_one_user_share_a_client_and_each_user_has_his_own()
    {
        await using var clients = Clients();
        await using var first = await clients.RentAsync("alice", Cancellation);
        await using var second = await clients.RentAsync("alice", Cancellation);
        await using var other = await clients.RentAsync("bob", Cancellation);
        await using var own = await clients.RentAsync(user: null, Cancellation);
        Assert.Same(first.Client, second.Client);
        Assert.NotSame(first.Client, other.Client);
        Assert.NotSame(other.Client, own.Client);
    }

    [Fact]
    public async Task Of_clients_that_nobody_uses_the_latest_are_kept()
    {
        await using var clients = Clients();
        await using var used = await clients.RentAsync("used", Cancellation);
        for (var i = 0; i < 3 * ClusterClients.MostIdle; i++)
            await (await clients.RentAsync($"user {i}", Cancellation)).DisposeAsync();
        Assert.Equal(ClusterClients.MostIdle + 1, clients.Count);
        await using var still = await clients.RentAsync("used", Cancellation);
        Assert.Same(used.Client, still.Client);
    }

    [Fact]
    public async Task Clients_in_use_are_kept_however_many_there_are()
    {
        await using var clients = Clients();
        var leases = new List<ClusterLease>();
        for (var i = 0; i < 3 * ClusterClients.MostIdle; i++)
            leases.Add(await clients.RentAsync($"user {i}", Cancellation));
        Assert.Equal(leases.Count, clients.Count);
        foreach (var lease in leases)
            await lease.DisposeAsync();
        Assert.Equal(ClusterClients.MostIdle, clients.Count);
    }

    [Fact]
    public async Task Another_cluster_gets_other_clients()
    {
        await using var clients = Clients();
        await using var before = await clients.RentAsync("alice", Cancellation);
        _cluster = new SkeinClientOptions();
        await using var after = await clients.RentAsync("alice", Cancellation);
        Assert.NotSame(before.Client, after.Client);
        Assert.Equal(1, clients.Count);
    }

    [Fact]
    public async Task Callers_at_once_get_the_same_client()
    {
        await using var clients = Clients();
        var leases = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Task.Run(() => clients.RentAsync("alice", Cancellation))));
        Assert.Single(leases.Select(lease => lease.Client).Distinct());
        await Task.WhenAll(leases.Select(lease => Task.Run(() => lease.DisposeAsync().AsTask())));
        Assert.Equal(1, clients.Count);
    }

    private ClusterClients Clients() =>
        new(_ => Task.FromResult(_cluster), static options => new SkeinClient(new FakeResourceManager().Cluster(), options));
}
