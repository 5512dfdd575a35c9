using Skein.Hadoop.Rpc.Server;
using Skein.Hadoop.Yarn;
using Skein.Hadoop.Yarn.Protocol;
using Skein.LocalCluster.Applications;
using Skein.LocalCluster.Hosting;
using Skein.LocalCluster.Reports;
using Skein.LocalCluster.Scheduling;

namespace Skein.LocalCluster.Services;

/// <summary>The ResourceManager as clients call it: this project's, and Hadoop's own.</summary>
internal sealed class ApplicationClientService(ResourceManager manager, ReportWriter reports, AccessRights rights)
{
    private readonly QueueReports _queues = new(reports);

    public RpcProtocol CreateProtocol() => new RpcProtocol(YarnProtocols.ApplicationClient)
        .Map("getNewApplication", GetNewApplicationRequestProto.Parser, (_, _, _) => Task.FromResult(NewApplication()))
        .Map("submitApplication", SubmitApplicationRequestProto.Parser, (request, caller, _) => Task.FromResult(Submit(request, caller)))
        .Map("forceKillApplication", KillApplicationRequestProto.Parser, (request, caller, _) => Task.FromResult(Kill(request, caller)))
        .Map("failApplicationAttempt", FailApplicationAttemptRequestProto.Parser, (request, caller, _) => Task.FromResult(FailAttempt(request, caller)))
        .Map("moveApplicationAcrossQueues", MoveApplicationAcrossQueuesRequestProto.Parser, (request, caller, _) => Task.FromResult(Move(request, caller)))
        .Map("updateApplicationPriority", UpdateApplicationPriorityRequestProto.Parser, (request, caller, _) => Task.FromResult(SetPriority(request, caller)))
        .Map("signalToContainer", SignalContainerRequestProto.Parser, (request, caller, _) => Task.FromResult(Signal(request, caller)))
        .Map("getApplicationReport", GetApplicationReportRequestProto.Parser, (request, caller, _) => Task.FromResult(Report(request, caller)))
        .Map("getApplications", GetApplicationsRequestProto.Parser, (request, caller, _) => Task.FromResult(List(request, caller)))
        .Map("getApplicationAttempts", GetApplicationAttemptsRequestProto.Parser, (request, caller, _) => Task.FromResult(Attempts(request, caller)))
        .Map("getApplicationAttemptReport", GetApplicationAttemptReportRequestProto.Parser, (request, caller, _) => Task.FromResult(Attempt(request, caller)))
        .Map("getContainers", GetContainersRequestProto.Parser, (request, caller, _) => Task.FromResult(Containers(request, caller)))
        .Map("getContainerReport", GetContainerReportRequestProto.Parser, (request, caller, _) => Task.FromResult(Container(request, caller)))
        .Map("getClusterMetrics", GetClusterMetricsRequestProto.Parser, (_, _, _) => Task.FromResult(manager.Read(ClusterReports.Metrics)))
        .Map("getClusterNodes", GetClusterNodesRequestProto.Parser, (request, _, _) => Task.FromResult(manager.Read(state => ClusterReports.Nodes(state, request))))
        .Map("getQueueInfo", GetQueueInfoRequestProto.Parser, (request, _, _) => Task.FromResult(manager.Read(state => _queues.Find(state, request))))
        .Map("getClusterNodeLabels", GetClusterNodeLabelsRequestProto.Parser, (_, _, _) => Task.FromResult(manager.Read(ClusterReports.Labels)))
        .Map("getNodeToLabels", GetNodesToLabelsRequestProto.Parser, (_, _, _) => Task.FromResult(manager.Read(ClusterReports.NodeLabels)))
        .Map("getResourceTypeInfo", GetAllResourceTypeInfoRequestProto.Parser, (_, _, _) => Task.FromResult(manager.Read(ClusterReports.ResourceTypes)));

    private GetNewApplicationResponseProto NewApplication()
    {
        var response = new GetNewApplicationResponseProto();
        manager.Change((state, life, _) =>
        {
            response.ApplicationId = life.NextId();
            response.MaximumCapability = state.Maximum.ToMessage();
        });
        return response;
    }

    private SubmitApplicationResponseProto Submit(SubmitApplicationRequestProto request, RpcCaller caller)
    {
        manager.Change((_, life, now) => life.Submit(
            request.ApplicationSubmissionContext ?? new ApplicationSubmissionContextProto(), caller.User, now));
        return new SubmitApplicationResponseProto();
    }

    private KillApplicationResponseProto Kill(KillApplicationRequestProto request, RpcCaller caller)
    {
        manager.Change((state, life, now) =>
        {
            // One that has ended, whenever that was, is killed already.
            if (ModifiedPast(request.ApplicationId, caller) is not null)
                return;
            var application = Modified(state, request.ApplicationId, caller);
            var message = request.HasDiagnostics ? $" with diagnostic message: {request.Diagnostics}" : "";
            life.Kill(application, $"Application {application.IdText} was killed by user {caller.User} at {caller.Address}{message}", now);
        });
        return new KillApplicationResponseProto { IsKillCompleted = true };
    }

    private FailApplicationAttemptResponseProto FailAttempt(FailApplicationAttemptRequestProto request, RpcCaller caller)
    {
        manager.Change((state, life, now) =>
        {
            var application = Modified(state, request.ApplicationAttemptId?.ApplicationId, caller);
            life.FailAttempt(FindAttempt(application, request.ApplicationAttemptId!), "Attempt failed by user.", now);
        });
        return new FailApplicationAttemptResponseProto();
    }

    private MoveApplicationAcrossQueuesResponseProto Move(MoveApplicationAcrossQueuesRequestProto request, RpcCaller caller)
    {
        manager.Change((state, life, now) =>
        {
            var id = request.ApplicationId is { } wanted ? YarnIds.Format(wanted) : "";
            if (ModifiedPast(request.ApplicationId, caller) is { } past)
                throw new RpcRefusedException(YarnErrors.General, $"App in {past.YarnApplicationState} state cannot be moved.");
            if (!state.Applications.ContainsKey(id))
                throw new RpcRefusedException(YarnErrors.ApplicationNotFound, $"Trying to move an absent application {id}");
            var application = Modified(state, request.ApplicationId, caller);
            if (application.HasEnded)
                throw new RpcRefusedException(YarnErrors.General, $"App in {application.State} state cannot be moved.");
            // Programs know the ResourceManager's words.
            var queue = QueueName.Find(state.Queues, request.TargetQueue) ?? throw new RpcRefusedException(
                YarnErrors.General,
                QueueName.IsParent(state.Queues, request.TargetQueue)
                    ? $"The specified Queue: {request.TargetQueue} is not a Leaf Queue. Move is supported only for Leaf Queues."
                    : $"The specified Queue: {request.TargetQueue} doesn't exist");
            life.Move(application, queue, now);
        });
        return new MoveApplicationAcrossQueuesResponseProto();
    }

    private UpdateApplicationPriorityResponseProto SetPriority(UpdateApplicationPriorityRequestProto request, RpcCaller caller)
    {
        var priority = Application.Limited(request.ApplicationPriority);
        manager.Change((state, _, _) => Modified(state, request.ApplicationId, caller).Priority = priority);
        return new UpdateApplicationPriorityResponseProto { ApplicationPriority = new PriorityProto { Priority = priority } };
    }

    private SignalContainerResponseProto Signal(SignalContainerRequestProto request, RpcCaller caller)
    {
        var id = YarnIds.Format(request.ContainerId);
        var node = manager.Read(state =>
        {
            if (state.FindContainer(id) is not { } container)
                return null;
            rights.RequireModification(container.Attempt.Application, caller.User);
            return container.Node.Node;
        }) ?? throw new RpcRefusedException(
            YarnErrors.General, $"Trying to signal an absent container {id}");
        node.Signal(id, request.Command);
        return new SignalContainerResponseProto();
    }

    private GetApplicationReportResponseProto Report(GetApplicationReportRequestProto request, RpcCaller caller) => new()
    {
        ApplicationReport = manager.Read(state => rights.Seen(state, reports.Find(state, request.ApplicationId), caller.User)),
    };

    private GetApplicationsResponseProto List(GetApplicationsRequestProto request, RpcCaller caller)
    {
        var response = new GetApplicationsResponseProto();
        response.Applications.AddRange(manager.Read(state =>
            ApplicationFilter.Select(reports.Applications(state), request).Select(report => rights.Seen(state, report, caller.User)).ToList()));
        return response;
    }

    private GetApplicationAttemptsResponseProto Attempts(GetApplicationAttemptsRequestProto request, RpcCaller caller)
    {
        var response = new GetApplicationAttemptsResponseProto();
        response.ApplicationAttempts.AddRange(manager.Read(state =>
            Viewed(state, request.ApplicationId, caller).Attempts.ConvertAll(reports.Attempt)));
        return response;
    }

    private GetApplicationAttemptReportResponseProto Attempt(GetApplicationAttemptReportRequestProto request, RpcCaller caller) => new()
    {
        ApplicationAttemptReport = manager.Read(state => reports.Attempt(FindAttempt(Viewed(state, request.ApplicationAttemptId?.ApplicationId, caller), request.ApplicationAttemptId!))),
    };

    private GetContainersResponseProto Containers(GetContainersRequestProto request, RpcCaller caller)
    {
        var response = new GetContainersResponseProto();
        response.Containers.AddRange(manager.Read(state =>
            FindAttempt(Viewed(state, request.ApplicationAttemptId?.ApplicationId, caller), request.ApplicationAttemptId!).Live.Values.Select(reports.Container).ToList()));
        return response;
    }

    private GetContainerReportResponseProto Container(GetContainerReportRequestProto request, RpcCaller caller) => new()
    {
        ContainerReport = manager.Read(state =>
        {
            var application = Viewed(state, request.ContainerId?.AppAttemptId?.ApplicationId, caller);
            var id = YarnIds.Format(request.ContainerId!);
            var found = state.FindContainer(id) ?? application.Past.FirstOrDefault(container => container.Id == id);
            return found is null
                ? throw new RpcRefusedException(
                    "org.apache.hadoop.yarn.exceptions.ContainerNotFoundException", $"Container with id '{id}' doesn't exist in RM.")
                : reports.Container(found);
        }),
    };

    private ApplicationReportProto? ModifiedPast(ApplicationIdProto? id, RpcCaller caller)
    {
        if (reports.FindPast(id) is not { } past)
            return null;
        rights.RequireModification(past, caller.User);
        return past;
    }

    private Application Modified(ClusterState state, ApplicationIdProto? id, RpcCaller caller)
    {
        var application = state.FindApplication(id);
        rights.RequireModification(application, caller.User);
        return application;
    }

    private Application Viewed(ClusterState state, ApplicationIdProto? id, RpcCaller caller)
    {
        var application = state.FindApplication(id);
        rights.RequireView(application, caller.User);
        return application;
    }

    private static Attempt FindAttempt(Application application, ApplicationAttemptIdProto id) =>
        application.Attempts.Find(attempt => attempt.Id.AttemptId == id.AttemptId) ?? throw new RpcRefusedException(
            YarnErrors.ApplicationAttemptNotFound, $"ApplicationAttempt with id '{YarnIds.Format(id)}' doesn't exist in RM.");
}
