using Skein.Hadoop.Rpc;
using Skein.Hadoop.Rpc.Server;
using Skein.Hadoop.Security;
using Skein.Hadoop.Yarn;
using Skein.Hadoop.Yarn.Protocol;
using Skein.LocalCluster.Nodes;
using Skein.LocalCluster.Tokens;
using Skein.LocalCluster.Tokens.Protocol;

namespace Skein.LocalCluster.Services;

/// <summary>A node as application masters call it. A connection's user is the attempt, and it sees the containers of its application only.</summary>
/// <param name="node">The node.</param>
/// <param name="tokens">Knows what the ResourceManager has allocated.</param>
/// <param name="time">Clock of the allocations' ends.</param>
internal sealed class ContainerManagementService(INode node, ContainerTokens tokens, TimeProvider time)
{
    private readonly UsedAllocations _used = new(time);

    public RpcProtocol CreateProtocol() => new RpcProtocol(YarnProtocols.ContainerManagement)
        .Map("startContainers", StartContainersRequestProto.Parser, (request, caller, _) => Task.FromResult(Start(request, caller)))
        .Map("stopContainers", StopContainersRequestProto.Parser, (request, caller, _) => Task.FromResult(Stop(request, caller)))
        .Map("getContainerStatuses", GetContainerStatusesRequestProto.Parser, (request, caller, _) => Task.FromResult(Statuses(request, caller)))
        .Map("signalToContainer", SignalContainerRequestProto.Parser, (request, caller, _) => Task.FromResult(Signal(request, caller)));

    private StartContainersResponseProto Start(StartContainersRequestProto request, RpcCaller caller)
    {
        // A token that is not good, or credentials that can not be read, fail the whole call, before anything has started.
        var allocations = new List<(ContainerTokenIdentifierProto Allocation, ContainerLaunchContextProto Context)>();
        foreach (var start in request.StartContainerRequest)
        {
            var context = start.ContainerLaunchContext ?? new ContainerLaunchContextProto();
            CheckCredentials(context);
            allocations.Add((Open(start, caller), context));
        }

        var response = new StartContainersResponseProto();
        foreach ((var allocation, var context) in allocations)
        {
            var id = YarnIds.Format(allocation.ContainerId);
            if (node.FindStatus(id) is not null)
            {
                response.FailedRequests.Add(Failure(allocation.ContainerId, $"Container {id} already is running on this node!!"));
                continue;
            }

            if (!_used.TryUse(id, allocation.ExpiryTimeStamp))
            {
                response.FailedRequests.Add(Failure(
                    allocation.ContainerId, $"Unauthorized request to start container. \nAttempt to relaunch the same container with id {id}."));
                continue;
            }

            node.Start(new ContainerLaunch(id, allocation.AppSubmitter, allocation.Resource, context) { Logs = allocation.LogAggregationContext });
            response.SucceededRequests.Add(allocation.ContainerId);
        }

        return response;
    }

    private StopContainersResponseProto Stop(StopContainersRequestProto request, RpcCaller caller)
    {
        var response = new StopContainersResponseProto();
        foreach (var container in request.ContainerId)
        {
            if (Find(container, caller) is null)
            {
                response.FailedRequests.Add(Unknown(container));
                continue;
            }

            node.Stop(YarnIds.Format(container), ContainerExitStatus.KilledByApplicationMaster, "Container killed by the ApplicationMaster.");
            response.SucceededRequests.Add(container);
        }

        return response;
    }

    private GetContainerStatusesResponseProto Statuses(GetContainerStatusesRequestProto request, RpcCaller caller)
    {
        var response = new GetContainerStatusesResponseProto();
        foreach (var container in request.ContainerId)
        {
            if (Find(container, caller) is { } status)
                response.Status.Add(status);
            else
                response.FailedRequests.Add(Unknown(container));
        }

        return response;
    }

    private SignalContainerResponseProto Signal(SignalContainerRequestProto request, RpcCaller caller)
    {
        if (Find(request.ContainerId, caller) is not null)
            node.Signal(YarnIds.Format(request.ContainerId), request.Command);
        return new SignalContainerResponseProto();
    }

    private static void CheckCredentials(ContainerLaunchContextProto context)
    {
        try
        {
            if (context.HasTokens)
                Credentials.Read(context.Tokens.Span);
        }
        catch (InvalidDataException e)
        {
            throw new RpcRefusedException("java.io.IOException", e.Message);
        }
    }

    private ContainerTokenIdentifierProto Open(StartContainerRequestProto start, RpcCaller caller)
    {
        var allocation = start.ContainerToken is null ? null : tokens.Open(start.ContainerToken);
        var reason = allocation is null ? "was not issued by this ResourceManager"
            : allocation.NmHostAddr != node.Description.Name ? "is for another node"
            : !BelongsTo(allocation.ContainerId, caller) ? "is for another application"
            : allocation.ExpiryTimeStamp < time.GetUtcNow().ToUnixTimeMilliseconds() ? "has expired"
            : null;
        return reason is null
            ? allocation!
            : throw new RpcRefusedException(RemoteErrors.InvalidToken, $"The container token {reason}.");
    }

    private ContainerStatusProto? Find(ContainerIdProto? container, RpcCaller caller) =>
        container is not null && BelongsTo(container, caller) ? node.FindStatus(YarnIds.Format(container)) : null;

    private static bool BelongsTo(ContainerIdProto container, RpcCaller caller) =>
        YarnIds.TryParseAttempt(caller.User, out var attempt) && attempt.ApplicationId.Equals(container.AppAttemptId?.ApplicationId);

    private static ContainerExceptionMapProto Unknown(ContainerIdProto container) =>
        Failure(container, $"Container {YarnIds.Format(container)} is not handled by this NodeManager");

    private static ContainerExceptionMapProto Failure(ContainerIdProto container, string message) => new()
    {
        ContainerId = container,
        Exception = new SerializedExceptionProto { Message = message, ClassName = YarnErrors.General },
    };
}
