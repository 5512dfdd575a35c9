using Skein.Hadoop.FileSystems;
using Skein.Hadoop.Rpc;
using Skein.Hadoop.Yarn;
using Skein.Hadoop.Yarn.Protocol;
using Skein.Submission.Tests.Clusters;
using Skein.Submission.Uploads;

namespace Skein.Submission.Tests.Uploads;

public sealed class AbandonedStagingTests : IDisposable
{
    private readonly string _home = Directory.CreateTempSubdirectory("skein-staging-").FullName;
    private readonly FakeResourceManager _manager = new();

    public AbandonedStagingTests() => _manager.Answer<GetApplicationReportRequestProto>("getApplicationReport", request => request.ApplicationId.Id switch
    {
        1 => Report(YarnApplicationStateProto.Failed),
        2 => Report(YarnApplicationStateProto.Running),
        3 => Report(YarnApplicationStateProto.Killed),
        4 => Report(YarnApplicationStateProto.Accepted),
        5 => Report(YarnApplicationStateProto.Finished),
        _ => throw new RemoteException(YarnErrors.ApplicationNotFound, "doesn't exist in RM", null, _manager.Endpoint),
    });

    public void Dispose() => Directory.Delete(_home, recursive: true);

    [Fact]
    public async Task Directories_of_applications_that_have_ended_are_removed_and_no_others()
    {
        string[] kept = ["application_1_0002", "application_1_0004", "application_1_0006", "application_1_1x", "application_1_3", "cache"];
        foreach (var name in (string[])[.. kept, "application_1_0001", "application_1_0003", "application_1_0005"])
            await File.WriteAllTextAsync(Path.Combine(Stage(name), ".skein.pem"), "key", TestContext.Current.CancellationToken);
        var file = Path.Combine(_home, ".skein", "application_2_0001");
        await File.WriteAllTextAsync(file, "", TestContext.Current.CancellationToken);

        await RemoveAsync();

        Assert.Equal(kept, Directory.GetDirectories(Path.Combine(_home, ".skein")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.True(File.Exists(file));
    }

    [Fact]
    public async Task Where_nothing_was_ever_staged_nothing_is_asked()
    {
        await RemoveAsync();
        Assert.Empty(_manager.Requests);
    }

    [Fact]
    public async Task No_more_than_the_newest_few_are_looked_at()
    {
        for (var id = 1; id <= AbandonedStaging.Most + 1; id++)
            Stage($"application_1_{id:0000}");
        await RemoveAsync();
        Assert.Equal(
            Enumerable.Range(2, AbandonedStaging.Most),
            _manager.Requests.Cast<GetApplicationReportRequestProto>().Select(request => request.ApplicationId.Id));
    }

    private static GetApplicationReportResponseProto Report(YarnApplicationStateProto state) =>
        new() { ApplicationReport = new ApplicationReportProto { YarnApplicationState = state } };

    private string Stage(string name) => Directory.CreateDirectory(Path.Combine(_home, ".skein", name)).FullName;

    private async Task RemoveAsync()
    {
        await using var files = new LocalFileSystem(_home);
        await using var cluster = _manager.Cluster();
        await new AbandonedStaging(files, cluster.ResourceManager).RemoveAsync(TestContext.Current.CancellationToken);
    }
}
