using Skein.ApplicationMaster.Allocation;
using Skein.ApplicationMaster.Tests.Support;
using Skein.Hadoop.Yarn.Protocol;

namespace Skein.ApplicationMaster.Tests.Allocation;

public sealed class NodeBlacklistTests
{
    private readonly ManualClock _clock = new();
    private readonly NodeBlacklist _avoided;

    public NodeBlacklistTests() => _avoided = new NodeBlacklist(_clock) { ClusterNodes = 6 };

    [Fact]
    public void A_node_is_told_once_and_taken_off_after_ten_minutes()
    {
        _avoided.Add("h1");
        Assert.Equal(("h1", ""), Told());
        Assert.Equal(("", ""), Told());
        _clock.Advance(TimeSpan.FromMinutes(9));
        Assert.Equal(("", ""), Told());
        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(("", "h1"), Told());
    }

    [Fact]
    public void A_node_that_fails_again_is_avoided_for_longer()
    {
        _avoided.Add("h1");
        Told();
        _clock.Advance(TimeSpan.FromMinutes(9));
        _avoided.Add("h1");
        _clock.Advance(TimeSpan.FromMinutes(9));
        Assert.Equal(("", ""), Told());
    }

    [Fact]
    public void At_most_a_third_of_the_nodes_is_avoided_those_that_failed_last()
    {
        _avoided.Add("h1");
        _avoided.Add("h2");
        _avoided.Add("h3");
        Assert.Equal(("h2,h3", ""), Told());
        _avoided.ClusterNodes = 2;
        Assert.Equal(("", "h2,h3"), Told());
    }

    [Fact]
    public void A_ResourceManager_that_has_restarted_is_told_again()
    {
        _avoided.Add("h1");
        Told();
        _avoided.Resend();
        Assert.Equal(("h1", ""), Told());
    }

    private (string Additions, string Removals) Told()
    {
        var heartbeat = new AllocateRequestProto();
        _avoided.MoveChangesInto(heartbeat);
        return heartbeat.BlacklistRequest is { } told
            ? (string.Join(',', told.BlacklistAdditions.Order()), string.Join(',', told.BlacklistRemovals.Order()))
            : ("", "");
    }
}
