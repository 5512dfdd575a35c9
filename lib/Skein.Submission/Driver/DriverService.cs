using Microsoft.Extensions.Logging;
using Skein.Grpc;
using Skein.Hadoop.Rpc;
using Skein.Protocol;
using Skein.Specification;
using Skein.Submission.Clusters;
using Skein.Submission.Planning;

namespace Skein.Submission.Driver;

/// <summary>The service <c>skein.Driver</c>: what <see cref="SkeinClient"/> can do, for Python programs written for skein 0.8.2.</summary>
/// <remarks>Statuses and texts are part of the contract: clients tell failures apart by them.</remarks>
public sealed class DriverService
{
    /// <summary>What clients are told once the driver stops.</summary>
    public const string StopDetail = "The driver is shutting down";

    private readonly ClusterClients _clients;
    private readonly StartWaits _starts;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly CancellationToken _stopping;

    /// <param name="clients">The cluster.</param>
    /// <param name="time">Clock of polls.</param>
    /// <param name="log">Told of submissions and of what the cluster refuses.</param>
    /// <param name="stopping">Ends every call; what a submission has brought to the cluster is taken back.</param>
    public DriverService(ClusterClients clients, TimeProvider time, ILogger log, CancellationToken stopping)
    {
        _log = log;
        _clients = clients;
        _time = time;
        _stopping = stopping;
        _starts = new StartWaits(ReportAsync, time);
    }

    /// <summary>Adds the twelve procedures.</summary>
    public GrpcRoutes AddTo(GrpcRoutes routes) => routes
        .MapUnary(DriverMethods.Ping, static (_, _) => Task.FromResult(new Empty()))
        .MapUnary(DriverMethods.GetApplications, (request, call) => AnswerAsync(call, "get applications", "", (cluster, cancellation) =>
            ApplicationsAsync(cluster, request, cancellation)))
        .MapUnary(DriverMethods.GetStatus, (request, call) => AnswerAsync(call, "get application status", "", (_, cancellation) =>
            ReportAsync(request.Id, cancellation)))
        .MapUnary(DriverMethods.WaitForStart, (request, call) => AnswerAsync(call, "get application status", "", (_, cancellation) =>
            _starts.WaitAsync(request.Id, cancellation)))
        .MapUnary(DriverMethods.GetNodes, (request, call) => AnswerAsync(call, "get nodes", "", (cluster, cancellation) =>
            NodesAsync(cluster, request, cancellation)))
        .MapUnary(DriverMethods.GetQueue, (request, call) => AnswerAsync(call, "get queue", "", (cluster, cancellation) =>
            cluster.Queues.ReportAsync(request.Name, cancellation)))
        .MapUnary(DriverMethods.GetChildQueues, (request, call) => AnswerAsync(call, "get queues", "", async (cluster, cancellation) =>
            QueuesOf(await cluster.Queues.ListChildrenAsync(request.Name, cancellation))))
        .MapUnary(DriverMethods.GetAllQueues, (_, call) => AnswerAsync(call, "get queues", "", async (cluster, cancellation) =>
            QueuesOf(await cluster.Queues.ListAsync(cancellation))))
        .MapUnary(DriverMethods.MoveApplication, (request, call) => AnswerAsync(call, "move application", "", (cluster, cancellation) =>
            MoveAsync(cluster, request, cancellation)))
        .MapUnary(DriverMethods.Kill, (request, call) => AnswerAsync(call, "kill application", request.User, async (cluster, cancellation) =>
        {
            await cluster.Applications.KillAsync(request.Id, cancellation);
            return new Empty();
        }))
        .MapUnary(DriverMethods.GetLogs, (request, call) => AnswerAsync(call, "get application logs", request.User, (cluster, cancellation) =>
            LogsAsync(cluster, request.Id, cancellation)))
        .MapUnary(DriverMethods.Submit, (request, call) => AnswerAsync(call, "submit application", request.User, (cluster, cancellation) =>
            SubmitAsync(cluster, request, cancellation)));

    private async Task<TResponse> AnswerAsync<TResponse>(
        GrpcServerCall call, string task, string user, Func<SkeinClient, CancellationToken, Task<TResponse>> answer)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(call.Cancellation, _stopping);
        try
        {
            await using var lease = await _clients.RentAsync(user, end.Token);
            return await answer(lease.Client, end.Token);
        }
        catch (OperationCanceledException) when (_stopping.IsCancellationRequested)
        {
            throw new GrpcException(GrpcStatusCode.Unavailable, StopDetail);
        }
        catch (Exception e) when (DriverErrors.Translate(e, task) is { } failure)
        {
            if (failure.Status == GrpcStatusCode.InvalidArgument)
                _log.Refused(task, failure.Message);
            else
                _log.Failed(failure.Message);
            throw failure;
        }
    }

    private async Task<ApplicationReport> ReportAsync(string applicationId, CancellationToken cancellation)
    {
        await using var lease = await _clients.RentAsync(user: null, cancellation);
        var report = await lease.Client.Applications.ReportAsync(applicationId, cancellation);
        if (report.State != ApplicationState.Running || report.Port >= 0)
            return report;

        // YARN tells whoever may not see an application that it runs, and not where. Who may act for its user may ask in his name, as the one does
        // who has submitted it so.
        try
        {
            await using var owner = await _clients.RentAsync(report.User, cancellation);
            return await owner.Client.Applications.ReportAsync(applicationId, cancellation);
        }
        catch (Exception e) when (DriverErrors.Translate(e, "act for the owner") is not null)
        {
            return report;
        }
    }

    private static async Task<NodesResponse> NodesAsync(SkeinClient cluster, NodesRequest request, CancellationToken cancellation)
    {
        var states = new List<NodeState>();
        foreach (var state in request.States)
        {
            // A state of a newer client is one in which no node can be.
            if (state is >= NodeState.Decommissioned and <= NodeState.Unhealthy)
                states.Add(state);
        }

        var response = new NodesResponse();
        if (states.Count > 0 || request.States.Count == 0)
            response.Reports.Add(await cluster.Nodes.ListAsync(states, cancellation));
        return response;
    }

    private static async Task<Empty> MoveAsync(SkeinClient cluster, MoveRequest request, CancellationToken cancellation)
    {
        try
        {
            await cluster.Applications.MoveAsync(request.Id, request.Queue, cancellation);
            return new Empty();
        }
        catch (ClusterRefusedException e) when (e.InnerException is RemoteException remote)
        {
            throw DriverErrors.InvalidArgument(ApplicationQueries.Reason(remote.Message), e);
        }
    }

    private async Task<LogsResponse> LogsAsync(SkeinClient cluster, string applicationId, CancellationToken cancellation)
    {
        var texts = new ContainerLogTexts(applicationId, _time);
        try
        {
            await foreach (var container in cluster.Logs.ReadAsync(applicationId, cancellation))
                await texts.AddAsync(container, cancellation);
        }
        catch (ClusterRefusedException e)
        {
            throw DriverErrors.InvalidArgument(e.Message, e);
        }

        var response = new LogsResponse();
        foreach ((var id, var text) in texts.Finish())
            response.Logs.Add(id, text);
        return response;
    }

    private async Task<Application> SubmitAsync(SkeinClient cluster, Protocol.ApplicationSpec request, CancellationToken cancellation)
    {
        const string Task = "submit application";
        try
        {
            var spec = SpecificationMessages.FromMessage(request);
            var errors = SpecificationRules.Check(spec);
            if (errors.Count > 0)
                throw DriverErrors.Failed(Task, string.Join('\n', errors));
            var id = await cluster.SubmitAsync(spec, cancellation);
            _log.Submitted(id, spec.Name);
            return new Application { Id = id };
        }
        catch (InvalidSubmissionException e) when (!e.Problems.Any(ClusterLimits.IsOfResourceType))
        {
            throw DriverErrors.Failed(Task, e.Message, e);
        }
    }

    private static async Task<ApplicationsResponse> ApplicationsAsync(
        SkeinClient cluster, ApplicationsRequest request, CancellationToken cancellation)
    {
        var states = new List<ApplicationState>();
        foreach (var state in request.States)
        {
            if (state is >= ApplicationState.New and <= ApplicationState.Killed)
                states.Add(state);
        }

        var response = new ApplicationsResponse();
        if (states.Count == 0 && request.States.Count > 0)
            return response;
        response.Reports.Add(await cluster.Applications.ListAsync(
            new ApplicationFilter
            {
                States = states,
                Name = request.Name,
                Queue = request.Queue,
                User = request.User,
                Started = RangeOf(request.StartedBegin, request.StartedEnd),
                Finished = RangeOf(request.FinishedBegin, request.FinishedEnd),
            },
            cancellation));
        return response;
    }

    private static (long? Begin, long? End) RangeOf(long begin, long end) => (begin, end == 0 ? null : end);

    private static QueuesResponse QueuesOf(IReadOnlyList<Queue> queues) => new() { Queues = { queues } };
}
