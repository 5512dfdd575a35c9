using Skein.ApplicationMaster.Allocation;
using Skein.ApplicationMaster.Lifecycle;
using Skein.Hadoop.Yarn;
using Skein.Hadoop.Yarn.Protocol;
using Skein.Protocol;
using static Skein.ApplicationMaster.Tests.Simulation.InvariantBrokenException;

namespace Skein.ApplicationMaster.Tests.Simulation;

/// <summary>Holds every step of an application against what may never happen, by books of its own.</summary>
internal sealed class Audit
{
    private readonly ApplicationStateMachine _application;
    private readonly Journal _journal;
    private readonly ServiceAccount[] _services;
    private readonly HashSet<long> _outstanding = [];
    private readonly Dictionary<long, RequestShape> _shapes = [];
    private readonly HashSet<long> _granted = [];
    private readonly HashSet<ContainerIdProto> _launched = [];
    private readonly Dictionary<ContainerIdProto, string> _held = [];
    private readonly Dictionary<ContainerIdProto, DateTimeOffset> _stopping = [];
    private readonly HashSet<ContainerIdProto> _released = [];
    private readonly HashSet<ContainerIdProto> _knownEnded = [];
    private readonly HashSet<(string Service, int Instance)> _cleared = [];
    private readonly HashSet<(string Service, int Instance)> _probed = [];
    private ApplicationOutcome? _outcome;
    private bool _isCutShort;
    private long _lastRequest;
    private int _ended;

    public Audit(ApplicationStateMachine application, Journal journal)
    {
        (_application, _journal) = (application, journal);
        _services = [.. application.Services.Values.Select(static s => new ServiceAccount(s))];
    }

    /// <summary>Whether the application goes on when its services are done.</summary>
    public bool HasDriver { get; init; }

    /// <summary>Containers that were launched and have neither ended nor been given back.</summary>
    public IReadOnlyCollection<ContainerIdProto> Held => _held.Keys;

    public IEnumerable<ServiceContainer> InState(ContainerState state) => _services.SelectMany(s => s.InState(state));

    /// <summary>Checks one step: its effects, and the state after it.</summary>
    public void Check(ApplicationEvent happened, IReadOnlyList<ApplicationEffect> effects, DateTimeOffset now)
    {
        _journal.Write(Describe(happened));
        _isCutShort |= happened is ApplicationEvent.AllocatorFailed or ApplicationEvent.Ended;
        if (happened is ApplicationEvent.HeartbeatAnswered news)
        {
            _knownEnded.UnionWith(news.Completed.Select(static c => c.ContainerId));
            // Told again of what was given back, one gives it back again.
            _released.ExceptWith(news.Allocated.Select(static c => c.Id));
            _granted.UnionWith(news.Allocated.Select(RequestBook.IdOf));
        }
        else if (happened is ApplicationEvent.RequestRejected { RequestId: var rejected })
        {
            _granted.Add(rejected);
        }

        if (_outcome is not null)
        {
            Require(effects.All(static e => e is ApplicationEffect.Reply), "something was done after the end");
            CheckLastStops(happened, now);
            return;
        }

        foreach (var effect in effects)
            Check(effect, now);
        _outstanding.ExceptWith(_granted);
        _granted.Clear();
        foreach (var service in _services)
        {
            foreach (var change in service.CheckChanges(mayAdd: happened is ApplicationEvent.Started or ApplicationRequest, now))
                _journal.Write(change);
        }

        DropEnded();
        // An end in the middle of the news leaves the rest of them unread.
        if (_outcome is null)
        {
            CheckRequested();
            CheckRunning(now);
            foreach (var service in _services)
                service.CheckRest(now, mayHaveChanged: happened is ApplicationEvent.HeartbeatAnswered { Completed.Count: > 1 });
        }

        CheckOutcome(happened);
    }

    private void Check(ApplicationEffect effect, DateTimeOffset now)
    {
        Require(_outcome is null || effect is ApplicationEffect.Reply, $"{effect.GetType().Name} after the end");
        switch (effect)
        {
            case ApplicationEffect.RequestContainer { Request: var request }:
                Require(request.Id > _lastRequest, $"request {request.Id} after request {_lastRequest}");
                _lastRequest = request.Id;
                _outstanding.Add(request.Id);
                _shapes.Add(request.Id, RequestShape.Of(request.Service, request.Tag));
                break;
            case ApplicationEffect.WithdrawRequest { RequestId: var id }:
                Require(_outstanding.Remove(id), $"request {id} is withdrawn and not outstanding");
                break;
            case ApplicationEffect.LaunchContainer { Launch: var launch }:
                Require(_launched.Add(launch.Container.Id), $"container {Draw(launch.Container.Id)} is launched twice");
                _held.Add(launch.Container.Id, launch.ServiceName);
                Require(
                    launch.Container.Resource.Memory >= launch.Service.Resources.Memory
                        && _shapes[RequestBook.IdOf(launch.Container)] == _application.Services[launch.ServiceName].Shape,
                    $"{launch.ServiceName}_{launch.Instance} is given a container that was asked for otherwise");
                break;
            case ApplicationEffect.ReleaseContainer { Container: var id }:
                Require(!_knownEnded.Contains(id), $"container {Draw(id)} is released although it is known to have ended");
                Require(_released.Add(id), $"container {Draw(id)} is released twice");
                break;
            case ApplicationEffect.StopContainer { Container: var id }:
                Require(_held.TryGetValue(id, out var owner), $"container {Draw(id)} is told to stop and does not run");
                _stopping.Add(id, now + TimeSpan.FromMilliseconds(_application.Services[owner!].Specification.StopGraceMs));
                break;
            case ApplicationEffect.ProbeReadiness { Check: var check }:
                Require(_probed.Add((check.Service, check.Instance)), $"{check.Service}_{check.Instance} is looked at twice");
                break;
            case ApplicationEffect.StopProbe { Service: var service, Instance: var instance }:
                Require(_probed.Remove((service, instance)), $"{service}_{instance} is not looked at any more and not looked at");
                break;
            case ApplicationEffect.DeleteOwnedKeys { Service: var service, Instance: var instance }:
                Require(_cleared.Add((service, instance)), $"{service}_{instance} ended twice");
                break;
            case ApplicationEffect.EndApplication { Outcome: var outcome }:
                _outcome = outcome;
                break;
        }
    }

    private void DropEnded()
    {
        foreach (var id in _held.Keys.Where(id => _released.Contains(id) || _knownEnded.Contains(id)).ToArray())
        {
            _held.Remove(id);
            _stopping.Remove(id);
        }
    }

    // After the outcome nothing is given back any more: whoever can not be told to stop, or has not, is left to the end.
    private void CheckLastStops(ApplicationEvent happened, DateTimeOffset now)
    {
        DropEnded();
        if (happened is ApplicationEvent.StopFailed { Container: var untold })
            _stopping.Remove(untold);
        foreach (var (id, _) in _stopping.Where(s => s.Value <= now).ToArray())
            _stopping.Remove(id);
        CheckOver();
    }

    private void CheckOver() => Require(
        _application.IsOver == (_isCutShort || _stopping.Count == 0),
        _application.IsOver ? "the application is over before its containers had their time" : "the application waits for nobody");

    private void CheckRequested()
    {
        var requests = InState(ContainerState.Requested).Select(static c => c.RequestId).ToList();
        Require(_outstanding.SetEquals(requests) && requests.Count == _outstanding.Count, "requests and requested containers differ");
    }

    private void CheckRunning(DateTimeOffset now)
    {
        var running = new HashSet<ContainerIdProto>();
        foreach (var container in InState(ContainerState.Running))
        {
            Require(running.Add(container.YarnId!), $"{container} shares its container");
            Require(_launched.Contains(container.YarnId!), $"{container} runs and was never launched");
            Require(!_released.Contains(container.YarnId!), $"{container} runs in a container that was released");
            Require(!_knownEnded.Contains(container.YarnId!), $"{container} runs in a container that has ended");
        }

        var unready = InState(ContainerState.Running).Where(static c => !c.IsReady).Select(static c => (c.Service.Name, c.Instance)).ToList();
        Require(_probed.SetEquals(unready), "others are looked at than those that are not ready");
        Require(_stopping.Values.All(due => due > now), "a container has had its time to stop and was not given back");
        Require(running.Concat(_stopping.Keys).ToHashSet().SetEquals(_held.Keys), "a container is held for nobody");
        foreach (var container in _services.SelectMany(static s => s.Service.Containers))
            Require(container.IsActive != _cleared.Contains((container.Service.Name, container.Instance)), $"{container}'s keys are not cleared at its end");
    }

    private void CheckOutcome(ApplicationEvent happened)
    {
        Require(_outcome == _application.Outcome, "the end was not told, or told otherwise");
        var failed = _services.FirstOrDefault(static s => s.HasFailed);
        var isDone = _application.Services.Values.All(static s => s.ActiveCount == 0);
        var endedMore = _ended < (_ended = _cleared.Count);
        Require(failed is null || _outcome is not null, $"{failed?.Service.Name} has failed for good and the application goes on");
        Require(!isDone || !endedMore || HasDriver || _outcome is not null, "every service is done and the application goes on");
        if (_outcome is null)
            return;
        _journal.Write($"    the end: {_outcome.Message}");
        CheckOver();
        if (_outcome == ApplicationOutcome.Completed)
            Require(isDone && !HasDriver && failed is null, "the application ends before its services");
        else if (_outcome.ExitCode == ApplicationExitCode.ServiceFailure)
            Require(_outcome == ApplicationOutcome.ServiceFailed(failed?.Service.Name ?? ""), "a service is blamed that has not failed");
        else
            Require(happened is not (ApplicationEvent.HeartbeatAnswered or ApplicationEvent.LaunchFailed or ApplicationEvent.StopFailed or ApplicationEvent.ContainerReady), "the end comes out of nowhere");
    }

    private static string Describe(ApplicationEvent happened) => happened switch
    {
        ApplicationEvent.HeartbeatAnswered news =>
            "heartbeat answered: " + string.Join(", ", [
                .. news.Completed.Select(static c => $"container {Draw(c.ContainerId)} ended with {c.ExitStatus}"),
                .. news.Allocated.Select(static c => $"container {Draw(c.Id)} for request {RequestBook.IdOf(c)}")]),
        ApplicationEvent.StopFailed failure => $"stop failed: container {Draw(failure.Container)}",
        ApplicationEvent.LaunchFailed failure => $"launch failed: container {Draw(failure.Container)}",
        ApplicationRequest.Scale { Message: var message } => $"a user scales: {message}",
        ApplicationRequest.AddContainer { Message: var message } => $"a user adds: {message}",
        ApplicationRequest.KillContainer { Message: var message } => $"a user kills: {message}",
        ApplicationRequest => "a user's " + happened.GetType().Name,
        _ => happened.ToString(),
    };

    private static string Draw(ContainerIdProto id) => YarnIds.Format(id)[^2..];
}
