using Google.Protobuf;
using Skein.Grpc;
using Skein.Hadoop.Rpc;
using Skein.Hadoop.Security.Gssapi;
using Skein.Hadoop.Yarn;
using Skein.Hadoop.Yarn.Protocol;
using Skein.Protocol;

namespace Skein.Submission.Tests.Driver;

/// <summary>Statuses and texts by which Python clients choose the exception they raise.</summary>
public sealed class DriverServiceTests
{
    private const string Id = "application_7_0001";
    private const string YarnException = "org.apache.hadoop.yarn.exceptions.YarnException";

    [Fact]
    public async Task Ping_needs_no_login_and_everything_else_does()
    {
        await using var driver = await TestDriver.StartAsync(() => throw new KerberosException("there is no ticket; kinit gets one"));
        await driver.CallAsync(DriverMethods.Ping, new Empty());
        var refused = await FailureAsync(driver, DriverMethods.GetAllQueues, new Empty());
        Assert.Equal((GrpcStatusCode.Unauthenticated, "there is no ticket; kinit gets one"), refused);
    }

    [Theory]
    [InlineData("no id", "Invalid ApplicationId 'no id'")]
    [InlineData("application_a_b", "Invalid ApplicationId 'application_a_b'")]
    [InlineData("application_7_0009", "Unknown ApplicationId 'application_7_0009'")]
    [InlineData("application_7_0004", "application_7_0004 is not a skein application")]
    public async Task Bad_ids_are_the_callers_fault_in_every_procedure(string id, string text)
    {
        await using var driver = await TestDriver.StartAsync();
        AnswerReports(driver);
        foreach (var failure in (Task<(GrpcStatusCode, string)>[])
        [
            FailureAsync(driver, DriverMethods.GetStatus, new Application { Id = id }),
            FailureAsync(driver, DriverMethods.WaitForStart, new Application { Id = id }),
            FailureAsync(driver, DriverMethods.GetLogs, new LogsRequest { Id = id }),
            FailureAsync(driver, DriverMethods.Kill, new KillRequest { Id = id }),
        ])
        {
            (var status, var detail) = await failure;
            Assert.Equal(GrpcStatusCode.InvalidArgument, status);
            Assert.StartsWith(text, detail);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Where_an_application_of_another_user_runs_is_asked_in_his_name(bool waits)
    {
        await using var driver = await TestDriver.StartAsync();
        var report = Report(1, "skein", YarnApplicationStateProto.Running);
        report.User = "alice";
        driver.ResourceManager.Answer<GetApplicationReportRequestProto>("getApplicationReport", _ =>
        {
            // Only its owner is told.
            if (driver.Users.Last() == "alice")
                (report.Host, report.RpcPort) = ("node", 7);
            return new GetApplicationReportResponseProto { ApplicationReport = report };
        });
        var found = await driver.CallAsync(waits ? DriverMethods.WaitForStart : DriverMethods.GetStatus, new Application { Id = Id });
        Assert.Equal(("node", 7), (found.Host, found.Port));
    }

    [Fact]
    public async Task Who_may_not_act_for_its_owner_gets_the_report_without_the_place()
    {
        await using var driver = await TestDriver.StartAsync();
        var report = Report(1, "skein", YarnApplicationStateProto.Running);
        report.User = "alice";
        driver.ResourceManager.Answer<GetApplicationReportRequestProto>("getApplicationReport", _ => driver.Users.Last() == ""
            ? new GetApplicationReportResponseProto { ApplicationReport = report }
            : throw new RemoteException(YarnException, "me is not allowed to impersonate", null, driver.ResourceManager.Endpoint));
        Assert.Equal("N/A", (await driver.CallAsync(DriverMethods.GetStatus, new Application { Id = Id })).Host);
    }

    [Fact]
    public async Task Refused_move_gives_the_first_line_alone()
    {
        await using var driver = await TestDriver.StartAsync();
        Refuse<MoveApplicationAcrossQueuesRequestProto>(
            driver, "moveApplicationAcrossQueues", $"{YarnException}: Leaf queue nowhere doesn't exist\n\tat org.apache.hadoop.A");
        Assert.Equal(
            (GrpcStatusCode.InvalidArgument, "Leaf queue nowhere doesn't exist"),
            await FailureAsync(driver, DriverMethods.MoveApplication, new MoveRequest { Id = Id, Queue = "nowhere" }));
    }

    [Fact]
    public async Task Refused_kill_is_a_failure()
    {
        await using var driver = await TestDriver.StartAsync();
        AnswerReports(driver);
        Refuse<KillApplicationRequestProto>(driver, "forceKillApplication", "User me cannot perform operation MODIFY_APP");
        (var status, var detail) = await FailureAsync(driver, DriverMethods.Kill, new KillRequest { Id = Id });
        Assert.Equal(GrpcStatusCode.Internal, status);
        Assert.StartsWith("Failed to kill application, exception:\n", detail);
    }

    [Fact]
    public async Task Logs_of_a_running_application_are_the_callers_fault()
    {
        await using var driver = await TestDriver.StartAsync();
        AnswerReports(driver);
        (var status, var detail) = await FailureAsync(driver, DriverMethods.GetLogs, new LogsRequest { Id = Id });
        Assert.Equal(GrpcStatusCode.InvalidArgument, status);
        Assert.Contains("has not completed, logs are not available", detail);
    }

    [Fact]
    public async Task Broken_specification_is_a_failed_submission()
    {
        await using var driver = await TestDriver.StartAsync();
        (var status, var detail) = await FailureAsync(driver, DriverMethods.Submit, new ApplicationSpec { Name = "empty", MaxAttempts = 1 });
        Assert.Equal(GrpcStatusCode.Internal, status);
        Assert.StartsWith("Failed to submit application, exception:\n", detail);
        Assert.Contains("There must be at least one service", detail);
    }

    [Fact]
    public async Task ResourceManager_that_refuses_a_list_is_a_failure()
    {
        await using var driver = await TestDriver.StartAsync();
        Refuse<GetApplicationsRequestProto>(driver, "getApplications", "no");
        (var status, var detail) = await FailureAsync(driver, DriverMethods.GetApplications, new ApplicationsRequest());
        Assert.Equal(GrpcStatusCode.Internal, status);
        Assert.StartsWith("Failed to get applications, exception:\n", detail);
    }

    [Fact]
    public async Task States_of_a_newer_client_match_nothing()
    {
        await using var driver = await TestDriver.StartAsync();
        Assert.Empty((await driver.CallAsync(DriverMethods.GetNodes, new NodesRequest { States = { (NodeState)99 } })).Reports);
        Assert.Empty((await driver.CallAsync(DriverMethods.GetApplications, new ApplicationsRequest { States = { (ApplicationState)99 } })).Reports);
        Assert.Empty(driver.ResourceManager.Requests);
    }

    [Fact]
    public async Task Queue_that_does_not_exist_is_the_callers_fault()
    {
        await using var driver = await TestDriver.StartAsync();
        driver.ResourceManager.Answer<GetQueueInfoRequestProto>("getQueueInfo", static _ => new GetQueueInfoResponseProto());
        var request = new QueueRequest { Name = "fruit" };
        (var status, var detail) = await FailureAsync(driver, DriverMethods.GetQueue, request);
        Assert.Equal(GrpcStatusCode.InvalidArgument, status);
        Assert.StartsWith("Queue 'fruit' does not exist", detail);
        Assert.Equal((status, detail), await FailureAsync(driver, DriverMethods.GetChildQueues, request));
    }

    [Fact]
    public async Task Driver_that_stops_ends_those_who_wait()
    {
        await using var driver = await TestDriver.StartAsync();
        var asked = new TaskCompletionSource();
        driver.ResourceManager.Answer<GetApplicationReportRequestProto>("getApplicationReport", _ =>
        {
            asked.TrySetResult();
            return new GetApplicationReportResponseProto { ApplicationReport = Report(1, "skein", YarnApplicationStateProto.Accepted) };
        });
        var wait = FailureAsync(driver, DriverMethods.WaitForStart, new Application { Id = Id });
        await asked.Task.WaitAsync(TestContext.Current.CancellationToken);
        await driver.StopAsync();
        Assert.Equal(GrpcStatusCode.Unavailable, (await wait).Status);
    }

    [Fact]
    public async Task Two_hundred_clients_at_once_are_served_and_those_that_vanish_hold_nobody_up()
    {
        await using var driver = await TestDriver.StartAsync();
        AnswerReports(driver);
        var waiting = new Application { Id = "application_7_0002" };
        driver.ResourceManager.Answer<GetQueueInfoRequestProto>("getQueueInfo", static _ => new GetQueueInfoResponseProto());
        await Task.WhenAll(Enumerable.Range(0, 200).Select(number => Task.Run(async () =>
        {
            using var client = driver.Open();
            if (number % 2 == 0)
            {
                // Its connection is cut with the call on its way.
                _ = client.CallAsync(DriverMethods.WaitForStart, waiting, deadline: null, CancellationToken.None).ContinueWith(
                    static task => task.Exception, TaskScheduler.Default);
                return;
            }

            await client.CallAsync(DriverMethods.GetAllQueues, new Empty(), deadline: null, TestContext.Current.CancellationToken);
        })));
        await driver.CallAsync(DriverMethods.Ping, new Empty());
    }

    private static async Task<(GrpcStatusCode Status, string Detail)> FailureAsync<TRequest, TResponse>(
        TestDriver driver, GrpcMethod<TRequest, TResponse> method, TRequest request)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        var failure = await Assert.ThrowsAsync<GrpcException>(() => driver.CallAsync(method, request));
        return (failure.Status, failure.Message);
    }

    private static void Refuse<TRequest>(TestDriver driver, string method, string text)
        where TRequest : IMessage => driver.ResourceManager.Answer<TRequest>(
            method, IMessage (_) => throw new RemoteException(YarnException, text, null, driver.ResourceManager.Endpoint));

    // 4 is of another kind, 9 unknown, the others run.
    private static void AnswerReports(TestDriver driver) => driver.ResourceManager.Answer<GetApplicationReportRequestProto>(
        "getApplicationReport",
        request => request.ApplicationId.Id == 9
            ? throw new RemoteException(YarnErrors.ApplicationNotFound, "gone", null, driver.ResourceManager.Endpoint)
            : new GetApplicationReportResponseProto
            {
                ApplicationReport = Report(request.ApplicationId.Id, request.ApplicationId.Id == 4 ? "SPARK" : "skein", YarnApplicationStateProto.Running),
            });

    private static ApplicationReportProto Report(int number, string type, YarnApplicationStateProto state) => new()
    {
        ApplicationId = new ApplicationIdProto { ClusterTimestamp = 7, Id = number },
        ApplicationType = type,
        YarnApplicationState = state,
    };
}
