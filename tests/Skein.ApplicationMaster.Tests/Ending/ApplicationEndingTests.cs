using Microsoft.Extensions.Logging;
using Skein.ApplicationMaster.Allocation;
using Skein.ApplicationMaster.Ending;
using Skein.ApplicationMaster.Launch;
using Skein.ApplicationMaster.Lifecycle;
using Skein.ApplicationMaster.Logging;
using Skein.ApplicationMaster.Tests.Support;
using Skein.Hadoop.Rpc;
using Skein.Hadoop.Yarn.Protocol;

namespace Skein.ApplicationMaster.Tests.Ending;

public sealed class ApplicationEndingTests
{
    private readonly FakeScheduler _scheduler = new();
    private readonly FakeFileSystem _files = new();
    private readonly StringWriter _output = new();
    private readonly ResourceManagerLink _link;
    private readonly LineLogger _log;
    private bool _isOver;

    public ApplicationEndingTests()
    {
        var clock = new ManualClock();
        _log = new LineLogger(_output, LogLevel.Information, clock);
        _link = new ResourceManagerLink(
            _scheduler,
            new ResourceManagerLinkOptions { Heartbeat = new HeartbeatPolicy(TimeSpan.FromSeconds(5)) },
            new RackMap(_ => Task.FromResult<IReadOnlyDictionary<string, string>>(new Dictionary<string, string>())),
            new NodeTokens(),
            clock,
            _log);
    }

    [Fact]
    public async Task Success_unregisters_and_removes_the_staging_directory()
    {
        await EndAsync(ApplicationOutcome.Completed, attempt: 1);
        var finish = Assert.Single(_scheduler.Finishes);
        Assert.Equal(
            (FinalApplicationStatusProto.AppSucceeded, "Application completed successfully."),
            (finish.FinalApplicationStatus, finish.Diagnostics));
        Assert.Equal(["/user/alice/.skein/app"], _files.Deleted);
    }

    [Fact]
    public async Task A_failed_early_attempt_leaves_everything_to_the_next()
    {
        await EndAsync(ApplicationOutcome.ServiceFailed("a"), attempt: 1);
        Assert.Empty(_scheduler.Finishes);
        Assert.Empty(_files.Deleted);
        Assert.Contains("WARN skein.ApplicationMaster: Application attempt 1 out of 2 failed, will retry", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_last_attempt_ends_the_application()
    {
        await EndAsync(ApplicationOutcome.ServiceFailed("a"), attempt: 2);
        Assert.Equal(FinalApplicationStatusProto.AppFailed, Assert.Single(_scheduler.Finishes).FinalApplicationStatus);
        Assert.Single(_files.Deleted);
    }

    [Fact]
    public async Task Killing_the_application_in_an_early_attempt_leaves_no_staging_directory()
    {
        _isOver = true;
        await EndAsync(ApplicationOutcome.Stopped, attempt: 1);
        Assert.Empty(_scheduler.Finishes);
        Assert.Single(_files.Deleted);
    }

    [Fact]
    public async Task A_signal_to_an_early_attempt_of_a_living_application_is_retried()
    {
        await EndAsync(ApplicationOutcome.Stopped, attempt: 1);
        Assert.Empty(_files.Deleted);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task An_attempt_that_was_overtaken_removes_nothing_a_newer_one_needs(bool isOver)
    {
        _isOver = isOver;
        await EndAsync(ApplicationOutcome.Abandoned("gone"), attempt: 2);
        Assert.Empty(_scheduler.Finishes);
        Assert.Equal(isOver ? 1 : 0, _files.Deleted.Count);
    }

    [Fact]
    public async Task A_failure_to_remove_is_told_and_does_not_stop_the_end()
    {
        _files.Fault = new IOException("no lease");
        await EndAsync(ApplicationOutcome.Completed, attempt: 1);
        Assert.Contains("not removed: no lease", _output.ToString(), StringComparison.Ordinal);
        Assert.Single(_scheduler.Finishes);
    }

    [Fact]
    public async Task A_NameNode_that_restarts_is_waited_for()
    {
        _files.Fault = new RpcConnectionException(new HadoopEndpoint("nn", 8020), RpcFailure.Unreachable, "connection refused");
        _files.Faults = 2;
        await EndAsync(ApplicationOutcome.Completed, attempt: 1);
        Assert.Equal(3, _files.Deleted.Count);
        Assert.Contains("Staging directory /user/alice/.skein/app removed", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_NameNode_that_stays_away_does_not_hold_up_the_end_for_ever()
    {
        _files.Fault = new RpcConnectionException(new HadoopEndpoint("nn", 8020), RpcFailure.Unreachable, "connection refused");
        await EndAsync(ApplicationOutcome.Completed, attempt: 1);
        Assert.Contains("not removed: nn:8020: connection refused", _output.ToString(), StringComparison.Ordinal);
        Assert.Single(_scheduler.Finishes);
    }

    [Fact]
    public async Task What_was_never_registered_is_not_unregistered()
    {
        await Ending(2).RunAsync(ApplicationOutcome.MasterFailed("x"), TestContext.Current.CancellationToken);
        Assert.Empty(_scheduler.Finishes);
        Assert.Single(_files.Deleted);
    }

    private async Task EndAsync(ApplicationOutcome outcome, int attempt)
    {
        await _link.RegisterAsync(new Registration("node1", 1), TestContext.Current.CancellationToken);
        await Ending(attempt).RunAsync(outcome, TestContext.Current.CancellationToken);
    }

    private ApplicationEnding Ending(int attempt) =>
        new(new AttemptPolicy(attempt, 2), _link, _files, "/user/alice/.skein/app", _ => Task.FromResult(_isOver), _log);
}
