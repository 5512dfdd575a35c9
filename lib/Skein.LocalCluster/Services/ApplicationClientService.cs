using Skein.Hadoop.Rpc.Server;
using Skein.Hadoop.Yarn;
using Skein.Hadoop.Yarn.Protocol;
using Skein.LocalCluster.Applications;
using Skein.LocalCluster.Hosting;
using Skein.LocalCluster.Reports;
using Skein.LocalCluster.Scheduling;

namespace Skein.LocalCluster.Services;

/// <summary>The ResourceManager as clients call it: this project's, and Hadoop's own.</summary>
internal sealed class ApplicationClientService(ResourceManager manager, ReportWriter reports)
{
    private static readonly GetAllResourceTypeInfoResponseProto ResourceTypes = new()
    {
        ResourceTypeInfo =
        {
            new ResourceTypeInfoProto { Name = ContainerResources.Memory, Units = "Mi", Type = ResourceTypesProto.Countable },
            new ResourceTypeInfoProto { Name = ContainerResources.VirtualCores, Units = "", Type = ResourceTypesProto.Countable },
        },
    };

    private readonly QueueReports _queues = new(reports);

    public RpcProtocol CreateProtocol() => new RpcProtocol(YarnProtocols.ApplicationClient)
        .Map("getNewApplication", GetNewApplicationRequestProto.Parser, (_, _, _) => Task.FromResult(NewApplication()))
        .Map("submitApplication", SubmitApplicationRequestProto.Parser, (request, caller, _) => Task.FromResult(Submit(request, caller)))
        .Map("forceKillApplication", KillApplicationRequestProto.Parser, (request, caller, _) => Task.FromResult(Kill(request, caller)))
        .Map("failApplicationAttempt", FailApplicationAttemptRequestProto.Parser, (request, _, _) => Task.FromResult(FailAttempt(request)))
        .Map("moveApplicationAcrossQueues", MoveApplicationAcrossQueuesRequestProto.Parser, (request, _, _) => Task.FromResult(Move(request)))
        .Map("updateApplicationPriority", UpdateApplicationPriorityRequestProto.Parser, (request, _, _) => Task.FromResult(SetPriority(request)))
        .Map("signalToContainer", SignalContainerRequestProto.Parser, (request, _, _) => Task.FromResult(Signal(request)))
        .Map("getApplicationReport", GetApplicationReportRequestProto.Parser, (request, _, _) => Task.FromResult(Report(request)))
        .Map("getApplications", GetApplicationsRequestProto.Parser, (request, _, _) => Task.FromResult(List(request)))
        .Map("getApplicationAttempts", GetApplicationAttemptsRequestProto.Parser, (request, _, _) => Task.FromResult(Attempts(request)))
        .Map("getApplicationAttemptReport", GetApplicationAttemptReportRequestProto.Parser, (request, _, _) => Task.FromResult(Attempt(request)))
        .Map("getContainers", GetContainersRequestProto.Parser, (request, _, _) => Task.FromResult(Containers(request)))
        .Map("getContainerReport", GetContainerReportRequestProto.Parser, (request, _, _) => Task.FromResult(Container(request)))
        .Map("getClusterMetrics", GetClusterMetricsRequestProto.Parser, (_, _, _) => Task.FromResult(manager.Read(ClusterReports.Metrics)))
        .Map("getClusterNodes", GetClusterNodesRequestProto.Parser, (request, _, _) => Task.FromResult(manager.Read(state => ClusterReports.Nodes(state, request))))
        .Map("getQueueInfo", GetQueueInfoRequestProto.Parser, (request, _, _) => Task.FromResult(manager.Read(state => _queues.Find(state, request))))
        .Map("getClusterNodeLabels", GetClusterNodeLabelsRequestProto.Parser, (_, _, _) => Task.FromResult(manager.Read(ClusterReports.Labels)))
        .Map("getNodeToLabels", GetNodesToLabelsRequestProto.Parser, (_, _, _) => Task.FromResult(manager.Read(ClusterReports.NodeLabels)))
        .Map("getResourceTypeInfo", GetAllResourceTypeInfoRequestProto.Parser, static (_, _, _) => Task.FromResult(ResourceTypes));

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
            var application = state.FindApplication(request.ApplicationId);
            var message = request.HasDiagnostics ? $" with diagnostic message: {request.Diagnostics}" : "";
            life.Kill(application, $"Application {application.IdText} was killed by user {caller.User} at {caller.Address}{message}", now);
        });
        return new KillApplicationResponseProto { IsKillCompleted = true };
    }

    private FailApplicationAttemptResponseProto FailAttempt(FailApplicationAttemptRequestProto request)
    {
        manager.Change((state, life, now) => life.FailAttempt(FindAttempt(state, request.ApplicationAttemptId), "Attempt failed by user.", now));
        return new FailApplicationAttemptResponseProto();
    }

    private MoveApplicationAcrossQueuesResponseProto Move(MoveApplicationAcrossQueuesRequestProto request)
    {
        manager.Change((state, life, now) =>
        {
            var application = state.FindApplication(request.ApplicationId);
            if (application.HasEnded)
                throw new RpcRefusedException(YarnErrors.General, $"App in {application.State} state cannot be moved.");
            var queue = QueueName.Find(state.Queues, request.TargetQueue) ?? throw new RpcRefusedException(
                YarnErrors.General, $"Queue named {request.TargetQueue} doesn't exist.");
            life.Move(application, queue, now);
        });
        return new MoveApplicationAcrossQueuesResponseProto();
    }

    private UpdateApplicationPriorityResponseProto SetPriority(UpdateApplicationPriorityRequestProto request)
    {
        manager.Change((state, _, _) => state.FindApplication(request.ApplicationId).Priority = request.ApplicationPriority.Priority);
        return new UpdateApplicationPriorityResponseProto { ApplicationPriority = request.ApplicationPriority };
    }

    private SignalContainerResponseProto Signal(SignalContainerRequestProto request)
    {
        var id = YarnIds.Format(request.ContainerId);
        var node = manager.Read(state => state.FindContainer(id)?.Node.Node) ?? throw new RpcRefusedException(
            YarnErrors.General, $"Trying to signal an absent container {id}");
        node.Signal(id, request.Command);
        return new SignalContainerResponseProto();
    }

    private GetApplicationReportResponseProto Report(GetApplicationReportRequestProto request) => new()
    {
        ApplicationReport = manager.Read(state => reports.Find(state, request.ApplicationId)),
    };

    private GetApplicationsResponseProto List(GetApplicationsRequestProto request)
    {
        var response = new GetApplicationsResponseProto();
        response.Applications.AddRange(manager.Read(state => ApplicationFilter.Select(reports.Applications(state), request)));
        return response;
    }

    private GetApplicationAttemptsResponseProto Attempts(GetApplicationAttemptsRequestProto request)
    {
        var response = new GetApplicationAttemptsResponseProto();
        response.ApplicationAttempts.AddRange(manager.Read(state =>
            state.FindApplication(request.ApplicationId).Attempts.ConvertAll(reports.Attempt)));
        return response;
    }

    private GetApplicationAttemptReportResponseProto Attempt(GetApplicationAttemptReportRequestProto request) => new()
    {
        ApplicationAttemptReport = manager.Read(state => reports.Attempt(FindAttempt(state, request.ApplicationAttemptId))),
    };

    private GetContainersResponseProto Containers(GetContainersRequestProto request)
    {
        var response = new GetContainersResponseProto();
        response.Containers.AddRange(manager.Read(state =>
            FindAttempt(state, request.ApplicationAttemptId).Live.Values.Select(ReportWriter.Container).ToList()));
        return response;
    }

    private GetContainerReportResponseProto Container(GetContainerReportRequestProto request) => new()
    {
        ContainerReport = manager.Read(state =>
        {
            var application = state.FindApplication(request.ContainerId?.AppAttemptId?.ApplicationId);
            var id = YarnIds.Format(request.ContainerId!);
            var found = state.FindContainer(id) ?? application.Past.FirstOrDefault(container => container.Id == id);
            return found is null
                ? throw new RpcRefusedException(
                    "org.apache.hadoop.yarn.exceptions.ContainerNotFoundException", $"Container with id '{id}' doesn't exist in RM.")
                : ReportWriter.Container(found);
        }),
    };

    private static Attempt FindAttempt(ClusterState state, ApplicationAttemptIdProto? id)
    {
        var application = state.FindApplication(id?.ApplicationId);
        return application.Attempts.Find(attempt => attempt.Id.AttemptId == id!.AttemptId) ?? throw new RpcRefusedException(
            YarnErrors.ApplicationAttemptNotFound, $"ApplicationAttempt with id '{YarnIds.Format(id!)}' doesn't exist in RM.");
    }
}
