using Google.Protobuf;
using Skein.Hadoop.Rpc;
using Skein.Hadoop.Yarn.Protocol;
using Skein.Protocol;
using Skein.Submission.Clusters;

namespace Skein.Submission.Tests.Clusters;

public sealed class ApplicationQueriesTests
{
    private readonly FakeResourceManager _resourceManager = new();

    public ApplicationQueriesTests() => _resourceManager
        .Answer<GetApplicationsRequestProto>("getApplications", request => new GetApplicationsResponseProto
        {
            Applications =
            {
                request.ApplicationTypes.Count > 0
                    ? (ApplicationReportProto[])[Report(2, "skein", "skein"), Report(1, "skein")]
                    : [Report(2, "skein", "skein"), Report(3, "SPARK", "skein")],
            },
        })
        .Answer<GetApplicationReportRequestProto>("getApplicationReport", request => new GetApplicationReportResponseProto
        {
            ApplicationReport = request.ApplicationId.Id switch
            {
                3 => Report(3, "SPARK", "skein"),
                4 => Report(4, "SPARK"),
                _ => Report(request.ApplicationId.Id, "skein"),
            },
        });

    [Fact]
    public async Task Applications_of_another_type_are_found_by_their_tag_and_none_twice() => Assert.Equal(
        ["application_7_0001", "application_7_0002", "application_7_0003"],
        (await Queries().ListAsync(new ApplicationFilter(), TestContext.Current.CancellationToken)).Select(report => report.Id));

    [Fact]
    public async Task Without_states_the_living_are_asked_for()
    {
        await Queries().ListAsync(new ApplicationFilter(), TestContext.Current.CancellationToken);
        Assert.All(_resourceManager.Requests, request => Assert.Equal(
            [YarnApplicationStateProto.Submitted, YarnApplicationStateProto.Accepted, YarnApplicationStateProto.Running],
            ((GetApplicationsRequestProto)request).ApplicationStates));
    }

    [Fact]
    public async Task Only_what_matches_is_listed()
    {
        var filter = new ApplicationFilter { States = [ApplicationState.Failed], Name = "app 3" };
        Assert.Equal("application_7_0003", Assert.Single(await Queries().ListAsync(filter, TestContext.Current.CancellationToken)).Id);
        Assert.Equal([YarnApplicationStateProto.Failed], ((GetApplicationsRequestProto)_resourceManager.Requests[0]).ApplicationStates);
    }

    [Fact]
    public async Task Report_of_an_application_needs_the_type_or_the_tag()
    {
        Assert.Equal("app 3", (await Queries().ReportAsync("application_7_0003", TestContext.Current.CancellationToken)).Name);
        var refused = await Assert.ThrowsAsync<InvalidSubmissionException>(
            () => Queries().ReportAsync("application_7_0004", TestContext.Current.CancellationToken));
        Assert.Equal("application_7_0004 is not a skein application; its type is SPARK", refused.Message);
    }

    [Theory]
    [InlineData("Leaf queue nowhere doesn't exist\n\tat org.apache.hadoop.A", "Leaf queue nowhere doesn't exist")]
    [InlineData("org.apache.hadoop.security.AccessControlException: User me cannot submit: no", "User me cannot submit: no")]
    [InlineData("java.lang.Error: org.apache.hadoop.yarn.exceptions.YarnException: App is absent", "App is absent")]
    [InlineData("Queue root.a: not running", "Queue root.a: not running")]
    public async Task Refused_move_gives_the_reason_without_its_Java_wrapping(string text, string reason)
    {
        _resourceManager.Answer<MoveApplicationAcrossQueuesRequestProto>("moveApplicationAcrossQueues", IMessage (_) =>
            throw new RemoteException("org.apache.hadoop.yarn.exceptions.YarnException", text, null, _resourceManager.Endpoint));
        var refused = await Assert.ThrowsAsync<ClusterRefusedException>(
            () => Queries().MoveAsync("application_7_0001", "nowhere", TestContext.Current.CancellationToken));
        Assert.Equal($"application_7_0001 can not be moved to 'nowhere': {reason}", refused.Message);
    }

    [Fact]
    public async Task Refused_kill_gives_the_reason_without_its_Java_wrapping()
    {
        _resourceManager.Answer<KillApplicationRequestProto>("forceKillApplication", IMessage (_) => throw new RemoteException(
            "org.apache.hadoop.yarn.exceptions.YarnException",
            "java.security.AccessControlException: User me cannot perform operation MODIFY_APP on application_7_0001",
            null,
            _resourceManager.Endpoint));
        var refused = await Assert.ThrowsAsync<ClusterRefusedException>(
            () => Queries().KillAsync("application_7_0001", TestContext.Current.CancellationToken));
        Assert.Equal(
            "application_7_0001 can not be killed: User me cannot perform operation MODIFY_APP on application_7_0001", refused.Message);
    }

    [Fact]
    public async Task Address_that_access_lists_hide_is_missed_in_one_sentence()
    {
        var hidden = Report(1, "skein");
        hidden.User = "alice";
        hidden.YarnApplicationState = YarnApplicationStateProto.Running;
        (hidden.Host, hidden.RpcPort) = ("N/A", -1);
        _resourceManager.Answer<GetApplicationReportRequestProto>(
            "getApplicationReport", _ => new GetApplicationReportResponseProto { ApplicationReport = hidden });
        var refused = await Assert.ThrowsAsync<ClusterRefusedException>(
            () => Queries().RunningReportAsync("application_7_0001", TestContext.Current.CancellationToken));
        Assert.StartsWith("application_7_0001 belongs to alice, and YARN keeps its address from me: its 'acls'", refused.Message);
    }

    private ApplicationQueries Queries() => new(_resourceManager.Cluster(), TimeProvider.System);

    private static ApplicationReportProto Report(int number, string type, params string[] tags) => new()
    {
        ApplicationId = new ApplicationIdProto { ClusterTimestamp = 7, Id = number },
        Name = $"app {number}",
        ApplicationType = type,
        ApplicationTags = { tags },
    };
}
