using Skein.Hadoop.Rpc;
using Skein.Hadoop.Yarn;
using Skein.Hadoop.Yarn.Protocol;
using Skein.Submission.Tests.Clusters;

namespace Skein.Submission.Tests;

public sealed class AcceptedSubmissionTests
{
    private readonly FakeResourceManager _resourceManager = new();

    private int Submissions => _resourceManager.Requests.OfType<SubmitApplicationRequestProto>().Count();

    [Fact]
    public async Task A_ResourceManager_that_took_over_and_does_not_know_the_application_is_asked_again()
    {
        _resourceManager.Answer<SubmitApplicationRequestProto>("submitApplication", _ => new SubmitApplicationResponseProto());
        _resourceManager.Answer<GetApplicationReportRequestProto>("getApplicationReport", _ => Submissions < 2 ? throw NotFound() : Accepted());
        var report = await RequestAsync();
        Assert.Equal(YarnApplicationStateProto.Accepted, report.YarnApplicationState);
        Assert.Equal(2, Submissions);
    }

    [Fact]
    public async Task A_ResourceManager_that_never_knows_the_application_is_not_asked_for_ever()
    {
        _resourceManager.Answer<SubmitApplicationRequestProto>("submitApplication", _ => new SubmitApplicationResponseProto());
        _resourceManager.Answer<GetApplicationReportRequestProto>("getApplicationReport", _ => throw NotFound());
        var error = await Assert.ThrowsAsync<RemoteException>(RequestAsync);
        Assert.Equal(YarnErrors.ApplicationNotFound, error.ClassName);
    }

    private Task<ApplicationReportProto> RequestAsync() =>
        new AcceptedSubmission(new ResourceManagerClient(_resourceManager), TimeProvider.System).RequestAsync(
            new SubmitApplicationRequestProto
            {
                ApplicationSubmissionContext = new ApplicationSubmissionContextProto
                {
                    ApplicationId = new ApplicationIdProto { Id = 1, ClusterTimestamp = 7 },
                },
            },
            TestContext.Current.CancellationToken);

    private static GetApplicationReportResponseProto Accepted() => new()
    {
        ApplicationReport = new ApplicationReportProto { YarnApplicationState = YarnApplicationStateProto.Accepted },
    };

    private RemoteException NotFound() => new(YarnErrors.ApplicationNotFound, "unknown", remoteTrace: null, _resourceManager.Endpoint);
}
