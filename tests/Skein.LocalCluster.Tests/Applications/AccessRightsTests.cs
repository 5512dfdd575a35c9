using Skein.Hadoop.Rpc.Server;
using Skein.Hadoop.Yarn.Protocol;
using Skein.LocalCluster.Applications;

namespace Skein.LocalCluster.Tests.Applications;

public sealed class AccessRightsTests
{
    private readonly TestCluster _cluster = new(new IdleNode("n1", 1000, 8));
    private readonly AccessRights _rights = new("owner");

    [Theory]
    [InlineData("alice", " ", true)]
    [InlineData("owner", " ", true)]
    [InlineData("bob", " ", false)]
    [InlineData("bob", "carol,bob", true)]
    [InlineData("bob", "carol staff", false)]
    [InlineData("bob", " bob", false)]
    [InlineData("bob", "*", true)]
    public void Submitter_owner_and_the_listed_may_change_an_application(string user, string list, bool may)
    {
        var application = Submit(ApplicationAccessTypeProto.AppaccessModifyApp, list);
        var refusal = Record.Exception(() => _rights.RequireModification(application, user));
        Assert.Equal(may, refusal is null);
        if (!may)
            Assert.Equal($"User {user} cannot perform operation MODIFY_APP on {application.IdText}", Assert.IsType<RpcRefusedException>(refusal).Message);
    }

    [Fact]
    public void Who_may_not_view_an_application_is_not_told_its_address()
    {
        var application = Submit(ApplicationAccessTypeProto.AppaccessViewApp, "bob");
        var report = new ApplicationReportProto { ApplicationId = application.Id, User = "alice", Host = "h", RpcPort = 5 };
        Assert.Equal("h", _rights.Seen(_cluster.State, report, "bob").Host);
        var hidden = _rights.Seen(_cluster.State, report, "eve");
        Assert.Equal(("N/A", -1, "alice"), (hidden.Host, hidden.RpcPort, hidden.User));
        Assert.Equal("h", report.Host);
        Assert.Throws<RpcRefusedException>(() => _rights.RequireView(application, "eve"));
    }

    private Application Submit(ApplicationAccessTypeProto access, string list) => _cluster.Submit(context =>
        context.AmContainerSpec.ApplicationACLs.Add(new ApplicationACLMapProto { AccessType = access, Acl = list }));
}
