using Skein.Hadoop.Rpc.Server;
using Skein.Hadoop.Yarn;
using Skein.Hadoop.Yarn.Protocol;
using Skein.LocalCluster.Nodes;
using Skein.LocalCluster.Scheduling;

namespace Skein.LocalCluster.Applications;

/// <summary>Applications from their submission to their end.</summary>
/// <remarks>
/// <code>
///  submit            master's container     register          unregister           master's container ends
///    |                   granted               |                   |                        |
/// ACCEPTED ------------ ACCEPTED ---------- RUNNING ---------- FINISHED (finishing) ---- FINISHED (over)
///    ^                     |                   |
///    +---- next attempt ---+--- master ends ---+--- no attempt left: FAILED
/// kill, or its lifetime has passed: KILLED, from every state before FINISHED
/// </code>
/// </remarks>
internal sealed class ApplicationLife(ClusterState state, int attemptLimit)
{
    /// <summary>A master that is silent for so long is given up; YARN's default.</summary>
    public static readonly TimeSpan MasterPatience = TimeSpan.FromMinutes(10);

    private const string NullPointer = "java.lang.NullPointerException";

    private int _lastId;
    private bool _isEnding;

    public ApplicationIdProto NextId() => new() { ClusterTimestamp = state.Timestamp, Id = ++_lastId };

    /// <summary>Takes an application; one that is known already is left as it is.</summary>
    /// <exception cref="RpcRefusedException">The submission can not be one.</exception>
    public void Submit(ApplicationSubmissionContextProto context, string user, DateTimeOffset now)
    {
        if (context.ApplicationId is null || context.AmContainerSpec is null)
            throw new RpcRefusedException(NullPointer, "The submission has no application id or no container for its master");
        if (state.Applications.ContainsKey(YarnIds.Format(context.ApplicationId)))
            return;
        if (_isEnding)
        {
            throw new RpcRefusedException(
                YarnErrors.General, "The embedded cluster is being stopped and takes no applications any more; once it has stopped, submit again");
        }

        var terms = SubmissionTerms.Read(state, context, user);
        var attempts = context.MaxAppAttempts > 0 ? Math.Min(context.MaxAppAttempts, attemptLimit) : attemptLimit;
        var application = new Application(context, user, terms.Queue?.Path ?? context.Queue, attempts, now)
        {
            LifetimeEnd = now + terms.Lifetime,
            Priority = Application.Limited(context.Priority),
        };
        state.Add(application);
        Attempt.Start(application, terms.Master, now);
        state.Do(new ClusterEffect.Remember(application));
        if (terms.Queue is null)
        {
            EndApplication(
                application,
                YarnApplicationStateProto.Failed,
                FinalApplicationStatusProto.AppFailed,
                $"Application {application.IdText} submitted by user {user} to unknown queue: {context.Queue}",
                now);
        }
        else if (!MasterLaunch.AreReadable(context.AmContainerSpec))
        {
            EndApplication(
                application, YarnApplicationStateProto.Failed, FinalApplicationStatusProto.AppFailed, "Bad header found in token storage.", now);
        }
        else
        {
            state.Schedule(now);
        }
    }

    /// <summary>Ends an application by force; one that is over stays as it ended.</summary>
    public void Kill(Application application, string diagnostics, DateTimeOffset now)
    {
        if (!application.HasEnded)
            EndApplication(application, YarnApplicationStateProto.Killed, FinalApplicationStatusProto.AppKilled, diagnostics, now);
    }

    /// <summary>Ends every application, and takes no more.</summary>
    public void EndAll(string diagnostics, DateTimeOffset now)
    {
        _isEnding = true;
        foreach (var application in state.Live.ToList())
            Kill(application, diagnostics, now);
    }

    /// <summary>Ends an attempt as failed; another one follows while the application has some left.</summary>
    public void FailAttempt(Attempt attempt, string reason, DateTimeOffset now)
    {
        var application = attempt.Application;
        if (attempt.HasEnded || application.HasEnded)
            return;
        attempt.End(YarnApplicationAttemptStateProto.AppAttemptFailed, reason, now);
        if (application.Attempts.Count >= application.MaxAttempts)
        {
            EndApplication(
                application,
                YarnApplicationStateProto.Failed,
                FinalApplicationStatusProto.AppFailed,
                $"Application {application.IdText} failed {application.Attempts.Count} times due to {reason}. Failing the application.",
                now);
            return;
        }

        var master = attempt.Master;
        if (master is { Status: null })
            Stop(master, ContainerExitStatus.KilledByResourceManager, "The attempt of the application master was given up.", now);
        var keeps = application.Context.KeepContainersAcrossApplicationAttempts;
        var kept = attempt.Live.Values.Where(container => keeps && container != master && container.IsLaunched).ToList();
        foreach (var container in attempt.Live.Values.Where(container => container != master && !kept.Contains(container)).ToList())
            Stop(container, ContainerExitStatus.Aborted, "Container of an attempt of the application master that has ended.", now);

        var next = Attempt.Start(application, attempt.MasterRequest, now);
        foreach (var container in kept)
        {
            attempt.Live.Remove(container.Id);
            container.Attempt = next;
            next.Live.Add(container.Id, container);
        }

        application.State = YarnApplicationStateProto.Accepted;
        state.Schedule(now);
    }

    /// <summary>A master has said its last word; its application is over when its container is.</summary>
    public static void Finish(Attempt attempt, FinishApplicationMasterRequestProto request, DateTimeOffset now)
    {
        if (attempt.State == YarnApplicationAttemptStateProto.AppAttemptFinishing)
            return;
        attempt.State = YarnApplicationAttemptStateProto.AppAttemptFinishing;
        attempt.Diagnostics = request.Diagnostics;
        attempt.Progress = 1;
        if (request.HasTrackingUrl)
            attempt.TrackingUrl = request.TrackingUrl;
        attempt.Asks.Clear();
        var application = attempt.Application;
        application.State = YarnApplicationStateProto.Finished;
        application.FinalStatus = request.FinalApplicationStatus;
        application.Diagnostics = request.Diagnostics;
        application.Ended = now;
    }

    /// <summary>A container has ended on its node, or with it.</summary>
    public void OnEnded(Container container, ContainerStatusProto status, DateTimeOffset now)
    {
        var attempt = container.Attempt;
        state.End(container, status, now);
        if (container == attempt.Master)
            OnMasterEnded(attempt, status, now);
        else if (!attempt.HasEnded)
            attempt.Completed.Add(status);
        state.ScheduleMasters(now);
    }

    /// <summary>What is due by time.</summary>
    public void OnTime(DateTimeOffset now)
    {
        foreach (var application in state.Live.Where(static application => !application.Current.HasEnded).ToList())
        {
            if (application.HasEnded)
            {
                if (now - application.Ended > MasterPatience && application.Current.Master is { Status: null } master)
                    Stop(master, ContainerExitStatus.KilledByResourceManager, "The application master unregistered and did not end.", now);
            }
            else if (application.LifetimeEnd <= now)
            {
                Kill(application, $"Application {application.IdText} is killed by ResourceManager as it has exceeded the lifetime period.", now);
            }
            else if (application.Current.IsActive && now - application.Current.LastHeard > MasterPatience)
            {
                FailAttempt(application.Current, $"ApplicationMaster for attempt {application.Current.IdText} timed out", now);
            }
        }

        foreach (var container in state.FindUnused(now))
            OnEnded(container, ClusterState.Status(container, ContainerExitStatus.Aborted, "Container expired since it was unused."), now);
        // One may have been passed over by what was granted before it.
        state.ScheduleMasters(now);
    }

    /// <summary>The time of day was set, or the machine has slept: what is due goes on as if nothing had happened.</summary>
    public void OnClockSet(TimeSpan by)
    {
        foreach (var application in state.Live)
        {
            application.LifetimeEnd += by;
            application.Current.LastHeard += by;
        }

        state.OnClockSet(by);
    }

    /// <summary>Ends a container: on its node if one was told to start it.</summary>
    public void Stop(Container container, int exitStatus, string diagnostics, DateTimeOffset now)
    {
        if (container.IsLaunched)
            state.Do(new ClusterEffect.StopContainer(container.Node.Node, container.Id, exitStatus, diagnostics));
        else
            OnEnded(container, ClusterState.Status(container, exitStatus, diagnostics), now);
    }

    /// <summary>Takes containers back for another queue.</summary>
    public void Preempt(IReadOnlyList<Container> containers, DateTimeOffset now)
    {
        foreach (var container in containers)
        {
            container.IsPreempted = true;
            Stop(container, ContainerExitStatus.Preempted, "Container preempted by scheduler", now);
        }
    }

    /// <summary>A node has a container; one that was given back meanwhile it may not keep.</summary>
    public void OnTaken(INode node, string containerId)
    {
        if (state.FindContainer(containerId) is { } container)
            container.IsLaunched = true;
        else
            state.Do(new ClusterEffect.StopContainer(node, containerId, ContainerExitStatus.Aborted, "Container released by application"));
    }

    /// <summary>A node is gone, and with it what ran there.</summary>
    public void OnNodeLost(INode node, DateTimeOffset now)
    {
        foreach (var container in state.RemoveNode(node))
            OnEnded(container, ClusterState.Status(container, ContainerExitStatus.Aborted, "Container released on a *lost* node"), now);
        foreach (var application in state.Live.ToList())
        {
            // Whatever of it still runs there has no place in the cluster any more.
            if (application.Nodes.Contains(node.Description.Name))
                state.Do(new ClusterEffect.EndOnNode(node, application.IdText));
            Left(application, node.Description.Name, hasLogs: false);
        }
    }

    /// <summary>A node that was lost is there again, with all its room.</summary>
    public void OnNodeBack(INode node, DateTimeOffset now)
    {
        state.AddNode(node);
        state.Schedule(now);
    }

    /// <summary>A node has let an application go.</summary>
    public void Left(Application application, string node, bool hasLogs)
    {
        if (!application.Nodes.Remove(node) || !application.HasEnded)
            return;
        if (!hasLogs)
            application.Logs = LogAggregationStatusProto.LogRunningWithFailure;
        if (application.Nodes.Count == 0)
        {
            application.Logs = application.Logs == LogAggregationStatusProto.LogRunning
                ? LogAggregationStatusProto.LogSucceeded
                : LogAggregationStatusProto.LogFailed;
        }

        state.Do(new ClusterEffect.Remember(application));
        state.Retire(application);
    }

    /// <summary>Moves an application, with what it uses, to another queue.</summary>
    public void Move(Application application, QueueDefinition queue, DateTimeOffset now)
    {
        application.QueuePath = queue.Path;
        foreach (var container in application.Current.Live.Values)
        {
            state.Scheduler.UsageOf(container.ScheduledQueue).Give(container.Amounts, container.IsMaster);
            state.Scheduler.UsageOf(queue.Name).Take(container.Amounts, container.IsMaster);
            container.ScheduledQueue = queue.Name;
        }

        state.ScheduleMasters(now);
    }

    private void OnMasterEnded(Attempt attempt, ContainerStatusProto status, DateTimeOffset now)
    {
        if (attempt.State == YarnApplicationAttemptStateProto.AppAttemptFinishing)
        {
            attempt.End(YarnApplicationAttemptStateProto.AppAttemptFinished, "", now);
            Leave(attempt.Application, now);
            return;
        }

        var code = status.ExitStatus;
        FailAttempt(
            attempt,
            $"AM Container for {attempt.IdText} exited with  exitCode: {code}\nFailing this attempt.Diagnostics: {status.Diagnostics}",
            now);
    }

    private void EndApplication(
        Application application, YarnApplicationStateProto end, FinalApplicationStatusProto status, string diagnostics, DateTimeOffset now)
    {
        application.State = end;
        application.FinalStatus = status;
        application.Diagnostics = diagnostics;
        application.Ended = now;
        var attempt = application.Current;
        if (!attempt.HasEnded)
        {
            attempt.End(
                end == YarnApplicationStateProto.Killed
                    ? YarnApplicationAttemptStateProto.AppAttemptKilled
                    : YarnApplicationAttemptStateProto.AppAttemptFailed,
                diagnostics,
                now);
        }

        Leave(application, now);
    }

    // What runs of it ends with it; its nodes gather the logs and let it go.
    private void Leave(Application application, DateTimeOffset now)
    {
        foreach (var container in application.Current.Live.Values.Where(static container => !container.IsLaunched).ToList())
            state.End(container, ClusterState.Status(container, ContainerExitStatus.KilledAfterApplication, ""), now);
        application.Logs = application.Nodes.Count > 0 ? LogAggregationStatusProto.LogRunning : LogAggregationStatusProto.LogSucceeded;
        foreach (var node in state.Nodes)
        {
            if (application.Nodes.Contains(node.Node.Description.Name))
                state.Do(new ClusterEffect.EndOnNode(node.Node, application.IdText));
        }

        state.Do(new ClusterEffect.Remember(application));
        state.Retire(application);
        state.ScheduleMasters(now);
    }
}
