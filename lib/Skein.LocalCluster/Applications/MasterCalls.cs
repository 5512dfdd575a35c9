using Skein.Hadoop.Rpc.Server;
using Skein.Hadoop.Yarn;
using Skein.Hadoop.Yarn.Protocol;
using Skein.LocalCluster.Nodes;
using Skein.LocalCluster.Scheduling;

namespace Skein.LocalCluster.Applications;

/// <summary>What application masters say, and what they are answered.</summary>
internal sealed class MasterCalls(ClusterState state, ApplicationLife life)
{
    /// <exception cref="RpcRefusedException">The attempt is over, or has registered before.</exception>
    public RegisterApplicationMasterResponseProto Register(string attemptId, RegisterApplicationMasterRequestProto request, DateTimeOffset now)
    {
        var attempt = Active(attemptId);
        if (attempt.State != YarnApplicationAttemptStateProto.AppAttemptLaunched)
        {
            throw new RpcRefusedException(
                YarnErrors.InvalidApplicationMasterRequest, $"Application Master is already registered : {attempt.Application.IdText}");
        }

        attempt.State = YarnApplicationAttemptStateProto.AppAttemptRunning;
        attempt.LastHeard = now;
        (attempt.Host, attempt.RpcPort, attempt.TrackingUrl) = (request.Host, request.RpcPort, request.TrackingUrl);
        var application = attempt.Application;
        application.State = YarnApplicationStateProto.Running;
        var response = new RegisterApplicationMasterResponseProto
        {
            MaximumCapability = state.Maximum.ToMessage(), Queue = application.QueuePath,
        };
        response.ApplicationACLs.AddRange(application.Context.AmContainerSpec.ApplicationACLs);
        response.SchedulerResourceTypes.Add([SchedulerResourceTypes.Memory, SchedulerResourceTypes.Cpu]);
        foreach (var container in attempt.Live.Values.Where(container => container != attempt.Master))
        {
            response.ContainersFromPreviousAttempts.Add(container.Message);
            if (state.IntroduceNode(attempt, container.Node) is { } token)
                response.NmTokensFromPreviousAttempts.Add(token);
        }

        return response;
    }

    /// <summary>A heartbeat. What has room is granted in its own answer.</summary>
    /// <exception cref="RpcRefusedException">The attempt is over or not registered, the answer's id is old, or a request can not be met.</exception>
    public AllocateResponseProto Allocate(string attemptId, AllocateRequestProto request, DateTimeOffset now)
    {
        var attempt = Registered(attemptId);
        attempt.LastHeard = now;
        var lastId = attempt.LastAnswer?.ResponseId ?? 0;
        if (request.ResponseId == lastId - 1 && attempt.LastAnswer is { } repeated)
            return repeated;
        if (request.ResponseId != lastId)
        {
            throw new RpcRefusedException(
                YarnErrors.InvalidApplicationMasterRequest,
                $"Invalid responseId in AllocateRequest from application attempt: {attemptId}, expect responseId to be {lastId}, "
                + $"but get {request.ResponseId}");
        }

        Take(attempt, request, now);
        state.Schedule(now);
        var answer = Answer(attempt, lastId + 1);
        attempt.LastAnswer = answer;
        return answer;
    }

    /// <exception cref="RpcRefusedException">The attempt is over or not registered.</exception>
    public FinishApplicationMasterResponseProto Finish(string attemptId, FinishApplicationMasterRequestProto request, DateTimeOffset now)
    {
        ApplicationLife.Finish(Registered(attemptId), request, now);
        return new FinishApplicationMasterResponseProto { IsUnregistered = true };
    }

    private void Take(Attempt attempt, AllocateRequestProto request, DateTimeOffset now)
    {
        var asks = new List<(ResourceRequestProto Request, ResourceAmounts Amounts)>(request.Ask.Count);
        foreach (var ask in request.Ask)
        {
            if (ask.Capability is null || !ask.HasResourceName)
                throw new RpcRefusedException(YarnErrors.InvalidResourceRequest, "Invalid resource request, it has no capability or no resource name");
            // Requests inherit the application's label; those for a named place have none.
            if (ask.ResourceName == Ask.Anywhere && ask.NodeLabelExpression.Length == 0)
                ask.NodeLabelExpression = attempt.MasterRequest.Label;
            ResourceLimits.CheckLabel(state, attempt.Queue, ask.NodeLabelExpression);
            asks.Add((ask, ResourceLimits.Checked(state, ask.Capability)));
        }

        var placed = new List<(SchedulingRequestProto Request, ResourceAmounts Amounts)>(request.SchedulingRequests.Count);
        foreach (var ask in request.SchedulingRequests)
            placed.Add((ask, Checked(attempt, ask)));

        // Nothing is changed before everything was checked: a refused heartbeat has not happened.
        foreach ((var ask, var amounts) in asks)
            attempt.Asks.Set(ask, amounts);
        foreach ((var ask, var amounts) in placed)
            attempt.Asks.Set(ask, amounts);
        attempt.Asks.Sweep();
        if (request.BlacklistRequest is { } blacklist)
        {
            attempt.Blacklist.UnionWith(blacklist.BlacklistAdditions);
            attempt.Blacklist.ExceptWith(blacklist.BlacklistRemovals);
        }

        if (request.HasProgress)
            attempt.Progress = float.IsNaN(request.Progress) ? 0 : Math.Clamp(request.Progress, 0, 1);
        if (request.HasTrackingUrl)
            attempt.TrackingUrl = request.TrackingUrl;
        foreach (var id in request.Release)
        {
            if (attempt.Live.TryGetValue(YarnIds.Format(id), out var container) && container != attempt.Master)
                life.Stop(container, ContainerExitStatus.Aborted, "Container released by application", now);
        }
    }

    private ResourceAmounts Checked(Attempt attempt, SchedulingRequestProto request)
    {
        if (request.ResourceSizing?.Resources is not { } capability)
            throw new RpcRefusedException(YarnErrors.InvalidResourceRequest, "Invalid scheduling request, it has no resources");
        if (PlacementRule.FindProblem(request.PlacementConstraint) is { } problem)
            throw new RpcRefusedException(YarnErrors.InvalidResourceRequest, $"Invalid placement constraint: {problem}");
        ResourceLimits.CheckLabel(state, attempt.Queue, PlacementRule.LabelOf(request.PlacementConstraint));
        return ResourceLimits.Checked(state, capability);
    }

    private AllocateResponseProto Answer(Attempt attempt, int responseId)
    {
        var answer = new AllocateResponseProto
        {
            ResponseId = responseId,
            Limit = state.Free.ToMessage(),
            NumClusterNodes = state.Nodes.Count,
            ApplicationPriority = new PriorityProto { Priority = attempt.Priority },
        };
        foreach (var container in attempt.Granted)
        {
            answer.AllocatedContainers.Add(container.Message);
            if (state.IntroduceNode(attempt, container.Node) is { } token)
                answer.NmTokens.Add(token);
        }

        answer.CompletedContainerStatuses.AddRange(attempt.Completed);
        attempt.Granted.Clear();
        attempt.Completed.Clear();
        return answer;
    }

    private Attempt Registered(string attemptId)
    {
        var attempt = Active(attemptId);
        return attempt.State != YarnApplicationAttemptStateProto.AppAttemptLaunched
            ? attempt
            : throw new RpcRefusedException(
                YarnErrors.ApplicationMasterNotRegistered,
                $"AM is not registered for known application attempt: {attemptId} or RM had restarted after AM registered. AM should re-register.");
    }

    private Attempt Active(string attemptId) =>
        state.FindAttempt(attemptId) is { IsActive: true } attempt
            ? attempt
            : throw new RpcRefusedException(
                YarnErrors.ApplicationAttemptNotFound, $"Application attempt {attemptId} doesn't exist in ApplicationMasterService cache.");
}
