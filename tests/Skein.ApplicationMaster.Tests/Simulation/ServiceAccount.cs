using Skein.ApplicationMaster.Lifecycle;
using Skein.Protocol;
using static Skein.ApplicationMaster.Tests.Simulation.InvariantBrokenException;

namespace Skein.ApplicationMaster.Tests.Simulation;

/// <summary>An account of one service, kept beside the state machine's own by looking at its containers after every step.</summary>
internal sealed class ServiceAccount(ServiceState service)
{
    // Of those that the specifications ask for and that the cluster's own losses lead to.
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);

    private readonly List<ContainerState> _states = [];
    private readonly List<DateTimeOffset> _restarts = [];
    private int _replacements;
    private int _failures;
    private int _losses;
    private bool _hadStarted;

    public ServiceState Service { get; } = service;

    /// <summary>Whether a container has failed that may not be replaced, and none may be missing.</summary>
    public bool HasFailed => !Service.Specification.AllowFailures && _failures > _restarts.Count;

    public IEnumerable<ServiceContainer> InState(ContainerState state) => Service.Containers.Where(c => c.State == state);

    /// <summary>Checks what has changed; returns the changes as lines for the journal.</summary>
    /// <param name="mayAdd">Whether new containers are a user's wish, and replace nothing.</param>
    /// <param name="now">When the step was taken.</param>
    public IEnumerable<string> CheckChanges(bool mayAdd, DateTimeOffset now)
    {
        var before = _states.Count;
        for (var i = 0; i < Service.Containers.Count; i++)
        {
            var container = Service.Containers[i];
            Require(container.Instance == i, $"{container} stands at place {i}");
            var isNew = i >= before;
            if (isNew)
                _states.Add(ContainerState.Waiting);
            if (!isNew && _states[i] == container.State)
                continue;
            Require(IsPossible(_states[i], container.State), $"{container} went from {_states[i]} to {container.State}");
            _states[i] = container.State;
            if (container.IsLost)
                _losses++;
            else if (container.State == ContainerState.Failed)
                Fail(now);
            yield return $"    {container} {container.State}" + (container.RequestId > 0 ? $" by request {container.RequestId}" : "")
                + (container.State == ContainerState.Running ? $" in container {container.YarnContainerId[^2..]}" : "");
        }

        if (!mayAdd)
            _replacements += _states.Count - before;
        Require(
            _replacements == _losses + _restarts.Count,
            $"{Service.Name} had {_losses} losses and {_failures} failures, {_restarts.Count} of them to be replaced, and {_replacements} replacements");
    }

    /// <summary>Checks what must be true between two steps.</summary>
    /// <param name="now">When the last step was taken.</param>
    /// <param name="mayHaveChanged">Whether more can have happened in that step after the service had started.</param>
    public void CheckRest(DateTimeOffset now, bool mayHaveChanged)
    {
        CheckBlocking(now);
        CheckStart(mayHaveChanged);
        CheckTimes(now);
    }

    private void Fail(DateTimeOffset now)
    {
        _failures++;
        var maximum = Service.Specification.MaxRestarts;
        var window = Service.Specification.Restart?.WindowMs ?? 0;
        var recent = window == 0 ? _restarts.Count : _restarts.Count(t => (now - t).TotalMilliseconds < window);
        if (maximum < 0 || recent < maximum)
            _restarts.Add(now);
    }

    private void CheckTimes(DateTimeOffset now)
    {
        foreach (var container in InState(ContainerState.Running))
        {
            var age = (now - container.Started!.Value).TotalMilliseconds;
            Require(IsBelow(age, Service.Specification.TimeLimitMs), $"{container} runs for longer than it may");
            Require(container.IsReady || IsBelow(age, Service.Specification.Ready!.TimeoutMs), $"{container} is still not ready");
        }
    }

    private static bool IsBelow(double milliseconds, long limit) => limit == 0 || milliseconds < limit;

    private void CheckBlocking(DateTimeOffset now)
    {
        Require(Service.ActiveCount == Service.Containers.Count(static c => c.IsActive), $"{Service.Name} miscounts its active containers");
        var isRequested = InState(ContainerState.Requested).Any();
        foreach (var container in InState(ContainerState.Waiting))
        {
            Require(!Service.IsUnblocked || container.NotBefore > now, $"{container} waits for nothing");
            Require(!(container.NotBefore > now + LongestPause), $"{container} is held back for too long");
        }

        Require(!isRequested || Service.IsUnblocked, $"{Service.Name} asks for containers before its dependencies have started");
    }

    private void CheckStart(bool mayHaveChanged)
    {
        var wasReady = Service.Containers.Any(static c => c.IsReady);
        var isComplete = wasReady && Service.Containers.All(
            static c => c.State is not (ContainerState.Waiting or ContainerState.Requested) && (c.State != ContainerState.Running || c.IsReady));
        Require(Service.HasStarted || !isComplete, $"{Service.Name} awaits nothing and does not count as started");
        Require(!Service.HasStarted || _hadStarted || isComplete || mayHaveChanged, $"{Service.Name} counts as started too early");
        _hadStarted = Service.HasStarted;
    }

    // One step may ask for a container and give it one that came late for another.
    private static bool IsPossible(ContainerState before, ContainerState after) => (before, after) switch
    {
        (ContainerState.Waiting, ContainerState.Waiting or ContainerState.Requested or ContainerState.Running or ContainerState.Killed) => true,
        (ContainerState.Requested, ContainerState.Waiting or ContainerState.Running or ContainerState.Killed) => true,
        (ContainerState.Running, ContainerState.Succeeded or ContainerState.Failed or ContainerState.Killed) => true,
        _ => false,
    };
}
