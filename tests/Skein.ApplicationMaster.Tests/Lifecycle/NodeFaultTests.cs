using Skein.ApplicationMaster.Lifecycle;
using Skein.ApplicationMaster.Tests.Support;
using static Skein.ApplicationMaster.Tests.Support.YarnMessages;

namespace Skein.ApplicationMaster.Tests.Lifecycle;

public sealed class NodeFaultTests
{
    private const int NotBroughtToTheNode = -1000;

    private readonly Story _story;

    public NodeFaultTests()
    {
        var service = Service();
        service.MaxRestarts = -1;
        _story = new Story(("a", service));
    }

    [Fact]
    public void A_node_where_three_containers_in_a_row_did_not_start_is_avoided()
    {
        _story.Grant().Exit(1, NotBroughtToTheNode);
        _story.Grant().Tell(new ApplicationEvent.LaunchFailed(ContainerId(2), "refused"));
        Assert.Empty(Avoided);
        _story.Grant().Exit(3, NotBroughtToTheNode);
        Assert.Equal(["node1"], Avoided);
        // Counting begins anew: the one container on its way must not list the node again.
        _story.Grant().Exit(4, NotBroughtToTheNode);
        Assert.Equal(["node1"], Avoided);
    }

    [Fact]
    public void A_container_that_ran_and_failed_speaks_for_its_node()
    {
        _story.Grant().Exit(1, NotBroughtToTheNode);
        _story.Grant().Exit(2, NotBroughtToTheNode);
        _story.Grant().Exit(3, 1);
        _story.Grant().Exit(4, NotBroughtToTheNode);
        Assert.Empty(Avoided);
    }

    private IEnumerable<string> Avoided => _story.Effects.OfType<ApplicationEffect.AvoidNode>().Select(effect => effect.Host);
}
