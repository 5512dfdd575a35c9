using Skein.Hadoop.Yarn;
using Skein.Protocol;
using Skein.Specification;

namespace Skein.ApplicationMaster.Lifecycle;

/// <summary>What users may ask of the services, checked and carried out as part of the application's transition function.</summary>
internal sealed class RequestHandler(ApplicationStateMachine state)
{
    private static readonly ContainerState[] ActiveStates = [ContainerState.Waiting, ContainerState.Requested, ContainerState.Running];

    public void Handle(ApplicationRequest request, Transition step)
    {
        switch (request)
        {
            case ApplicationRequest.GetContainers get:
                GetContainers(get, step);
                break;
            case ApplicationRequest.Scale scale:
                Scale(scale, step);
                break;
            case ApplicationRequest.AddContainer add:
                AddContainer(add, step);
                break;
            case ApplicationRequest.KillContainer kill:
                KillContainer(kill, step);
                break;
            case ApplicationRequest.SetProgress progress:
                SetProgress(progress, step);
                break;
            case ApplicationRequest.Overview overview:
                step.Add(new ApplicationEffect.Answer<ApplicationOverview>(overview, ApplicationOverview.Of(state, overview.MaxRows)));
                break;
            case ApplicationRequest.Shutdown shutdown:
                step.Add(new ApplicationEffect.Answer<Empty>(shutdown, new Empty()));
                state.End(ApplicationOutcome.Requested(shutdown.Message.FinalStatus, shutdown.Message.Diagnostics), step);
                break;
        }
    }

    private void GetContainers(ApplicationRequest.GetContainers request, Transition step)
    {
        var names = request.Message.Services.Count > 0 ? request.Message.Services.Distinct(StringComparer.Ordinal) : state.Services.Keys;
        var states = request.Message.States.Count > 0 ? request.Message.States.ToHashSet() : ActiveStates.ToHashSet();
        var response = new ContainersResponse();
        foreach (var name in names)
        {
            if (Find(name, request, step) is not { } service)
                return;
            foreach (var container in service.Containers)
            {
                if (states.Contains(container.State))
                    response.Containers.Add(container.ToMessage());
            }
        }

        step.Add(new ApplicationEffect.Answer<ContainersResponse>(request, response));
    }

    private void Scale(ApplicationRequest.Scale request, Transition step)
    {
        var (count, delta) = (request.Message.Count, request.Message.Delta);
        if (Find(request.Message.ServiceName, request, step) is not { } service)
            return;
        if (count != 0 && delta != 0)
        {
            Refuse(request, "Only one of 'count' and 'delta' may be given", step);
            return;
        }

        if (count < 0)
        {
            Refuse(request, $"'count' must be at least 0, got {count}", step);
            return;
        }

        // Both zero means a count of zero: the wire can not tell.
        var target = delta == 0 ? count : Math.Max(0, (long)service.ActiveCount + delta);
        if (target > ServiceSpec.MaximumInstances)
        {
            Refuse(request, $"A service can have at most {ServiceSpec.MaximumInstances} containers, asked for {target}", step);
            return;
        }

        var response = new ContainersResponse();
        var grow = target - service.ActiveCount;
        for (; grow > 0; grow--)
            response.Containers.Add(state.AddContainer(service, new Dictionary<string, string>(), step).ToMessage());
        for (; grow < 0 && service.FirstToGive is { } container; grow++)
        {
            state.Kill(container, step);
            response.Containers.Add(container.ToMessage());
        }

        step.Add(new ApplicationEffect.Answer<ContainersResponse>(request, response));
    }

    private void AddContainer(ApplicationRequest.AddContainer request, Transition step)
    {
        if (Find(request.Message.ServiceName, request, step) is not { } service)
            return;
        if (service.ActiveCount >= ServiceSpec.MaximumInstances)
        {
            Refuse(request, $"A service can have at most {ServiceSpec.MaximumInstances} containers", step);
            return;
        }

        if (request.Message.Env.Keys.FirstOrDefault(static name => !LaunchScript.IsVariableName(name)) is { } name)
        {
            Refuse(request, $"'{name}' is no name of an environment variable", step);
            return;
        }

        var container = state.AddContainer(service, new Dictionary<string, string>(request.Message.Env, StringComparer.Ordinal), step);
        step.Add(new ApplicationEffect.Answer<Container>(request, container.ToMessage()));
    }

    private void KillContainer(ApplicationRequest.KillContainer request, Transition step)
    {
        var (name, instance) = (request.Message.ServiceName, request.Message.Instance);
        if (Find(name, request, step) is not { } service)
            return;
        if (!service.HasHad(instance))
        {
            Refuse(request, $"Service '{name}' has no container instance {instance}", step);
            return;
        }

        if (service.Find(instance) is { IsActive: true } container)
            state.Kill(container, step);
        step.Add(new ApplicationEffect.Answer<Empty>(request, new Empty()));
    }

    private void SetProgress(ApplicationRequest.SetProgress request, Transition step)
    {
        var progress = request.Message.Progress;
        if (progress is not (>= 0 and <= 1))
        {
            Refuse(request, $"Progress must be in 0..1, got {progress}", step);
            return;
        }

        state.Progress = progress;
        step.Add(new ApplicationEffect.ReportProgress(progress));
        step.Add(new ApplicationEffect.Answer<Empty>(request, new Empty()));
    }

    private ServiceState? Find(string name, ApplicationRequest request, Transition step)
    {
        if (state.Services.TryGetValue(name, out var service))
            return service;
        Refuse(request, $"Unknown service '{name}'", step);
        return null;
    }

    private static void Refuse(ApplicationRequest request, string reason, Transition step) =>
        step.Add(new ApplicationEffect.Refuse(request, new RequestRefusedException(reason)));
}
