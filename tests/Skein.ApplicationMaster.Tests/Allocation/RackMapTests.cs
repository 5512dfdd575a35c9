using Skein.ApplicationMaster.Allocation;

namespace Skein.ApplicationMaster.Tests.Allocation;

public sealed class RackMapTests
{
    [Fact]
    public async Task The_cluster_is_asked_once_for_hosts_it_knows_or_not()
    {
        var asked = 0;
        var racks = new RackMap(_ =>
        {
            asked++;
            return Task.FromResult<IReadOnlyDictionary<string, string>>(new Dictionary<string, string> { ["h1"] = "/rack1" });
        });
        await racks.LearnAsync([], [], TestContext.Current.CancellationToken);
        Assert.Equal(0, asked);
        await racks.LearnAsync(["h1", "h2"], [], TestContext.Current.CancellationToken);
        await racks.LearnAsync(["h2", "h1"], [], TestContext.Current.CancellationToken);
        Assert.Equal(1, asked);
        Assert.Equal(("/rack1", "/default-rack"), (racks.RackOf("h1"), racks.RackOf("h2")));
    }

    [Fact]
    public async Task A_cluster_that_could_not_be_asked_is_asked_again()
    {
        var nodes = new Dictionary<string, string>();
        var racks = new RackMap(_ => Task.FromResult<IReadOnlyDictionary<string, string>>(nodes));
        await racks.LearnAsync(["h1"], [], TestContext.Current.CancellationToken);
        Assert.Equal("/default-rack", racks.RackOf("h1"));
        nodes.Add("h1", "/rack1");
        await racks.LearnAsync(["h1"], [], TestContext.Current.CancellationToken);
        Assert.Equal("/rack1", racks.RackOf("h1"));
    }

    [Fact]
    public async Task Hosts_of_a_rack_are_known_once_it_was_asked_for()
    {
        var racks = new RackMap(_ => Task.FromResult<IReadOnlyDictionary<string, string>>(
            new Dictionary<string, string> { ["h1"] = "/r1", ["h2"] = "/r2", ["h3"] = "/r1" }));
        Assert.Empty(racks.HostsOf("/r1"));
        await racks.LearnAsync([], ["/r1", "/nowhere"], TestContext.Current.CancellationToken);
        Assert.Equal(["h1", "h3"], racks.HostsOf("/r1").Order());
        Assert.Empty(racks.HostsOf("/nowhere"));
    }
}
