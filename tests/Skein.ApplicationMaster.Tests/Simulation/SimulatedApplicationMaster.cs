using Skein.ApplicationMaster.Allocation;
using Skein.ApplicationMaster.KeyValue;
using Skein.ApplicationMaster.Lifecycle;
using Skein.ApplicationMaster.Tests.Support;
using Skein.Grpc;
using Skein.Hadoop.Yarn.Protocol;
using Skein.KeyValue;
using Skein.Protocol;
using static Skein.ApplicationMaster.Tests.Simulation.InvariantBrokenException;

namespace Skein.ApplicationMaster.Tests.Simulation;

/// <summary>
/// The core of an application master, moved by hand: state machine, ask table, key-value store. News of heartbeats and nodes queue up
/// until they are handled, so that users' requests come in between.
/// </summary>
internal sealed class SimulatedApplicationMaster : IEffectHandler
{
    private readonly ManualClock _clock;
    private readonly SimulatedResourceManager _resourceManager;
    private readonly SimulatedNodes _nodes;
    private readonly AskTable _asks = new();
    private readonly Queue<ApplicationEvent> _unread = new();
    private readonly ContainerDirectory _directory;
    private readonly KeyValueService _keys;
    private readonly KeyValueStore _store = new();
    private readonly Audit _audit;
    private AllocateRequestProto? _unanswered;
    private int _responseId;

    public SimulatedApplicationMaster(
        ApplicationSpec specification, ManualClock clock, SimulatedResourceManager resourceManager, SimulatedNodes nodes, Journal journal)
    {
        (_clock, _resourceManager, _nodes) = (clock, resourceManager, nodes);
        State = new ApplicationStateMachine(specification);
        _directory = new ContainerDirectory(specification.Services.Keys);
        _keys = new KeyValueService(_store, _directory);
        _audit = new Audit(State, journal) { HasDriver = specification.Master.Script.Length > 0 };
    }

    public ApplicationStateMachine State { get; }

    public bool HasNews => _unread.Count > 0 || _unanswered is not null;

    public bool HasChanges => _asks.HasChanges;

    public void Post(ApplicationEvent happened) => _unread.Enqueue(happened);

    /// <summary>Handles the oldest event.</summary>
    public void HandleNext()
    {
        if (_unread.TryDequeue(out var happened))
            Apply(happened);
    }

    public void HandleAll()
    {
        while (_unread.Count > 0)
            HandleNext();
    }

    /// <summary>Handles an event, after what the time has made due.</summary>
    public void Apply(ApplicationEvent happened)
    {
        Tick();
        Take(happened);
    }

    /// <summary>Lets happen what is due.</summary>
    public void Tick()
    {
        // What is due when the application ends may be left to a second tick.
        for (var ticks = 0; ticks < 2 && State.NextDeadline <= _clock.GetUtcNow(); ticks++)
            Take(new ApplicationEvent.Tick());
        Require(!(State.NextDeadline <= _clock.GetUtcNow()), "what was due has happened and is still due");
    }

    /// <summary>One heartbeat, with everything the ResourceManager has to know; an unanswered one is repeated as it was.</summary>
    public AllocateRequestProto Beat()
    {
        var request = _unanswered ??= Compose();
        if (_resourceManager.Allocate(request) is not { } response)
            return request;
        _unanswered = null;
        if (response.AMCommand == AMCommandProto.AmResync && response.HasAMCommand)
        {
            _resourceManager.Register();
            _responseId = 0;
            _asks.Resend();
            return request;
        }

        _responseId = response.ResponseId;
        foreach (var rejected in response.RejectedSchedulingRequests)
        {
            _asks.Granted(rejected.Request.AllocationRequestId);
            Post(new ApplicationEvent.RequestRejected(rejected.Request.AllocationRequestId));
        }

        foreach (var container in response.AllocatedContainers)
            _asks.Granted(RequestBook.IdOf(container));
        CheckAsks();
        if (response.AllocatedContainers.Count > 0 || response.CompletedContainerStatuses.Count > 0)
            Post(new ApplicationEvent.HeartbeatAnswered(response.CompletedContainerStatuses, response.AllocatedContainers));
        return request;
    }

    /// <summary>A script sets a key in its container's name; also one that has ended but does not know it yet.</summary>
    public void PutKey(ServiceContainer owner, string key)
    {
        var request = new PutKeyRequest
        {
            Key = key, Owner = new ContainerInstance { ServiceName = owner.Service.Name, Instance = owner.Instance },
        };
        try
        {
            _keys.PutKey(request);
            Require(owner.IsActive, $"{owner} has ended and was given a key");
        }
        catch (GrpcException refused) when (refused.Status == GrpcStatusCode.InvalidArgument)
        {
            Require(!owner.IsActive, $"{owner} is active and was refused a key: {refused.Message}");
        }
    }

    /// <summary>Checks what must be true once nothing is under way any more.</summary>
    public void CheckQuiet()
    {
        var requested = _audit.InState(ContainerState.Requested).Select(static c => c.RequestId).Order().ToList();
        Require(
            requested.SequenceEqual(_resourceManager.Outstanding),
            $"requests {Draw(requested)} are awaited, and the ResourceManager knows {Draw(_resourceManager.Outstanding)}");
        foreach (var container in _resourceManager.Alive)
            Require(_audit.Held.Contains(container.Id), $"container {container} is held and not used");
        Require(_audit.Held.Count == _resourceManager.Alive.Count(), "containers are used that the ResourceManager does not hold");

        // A ResourceManager that starts anew is told everything that is remembered.
        _resourceManager.Restart();
        Beat();
        // Requests of two kinds take two heartbeats.
        AllocateRequestProto[] everything = [Beat(), Beat()];
        Require(
            everything.All(static beat => beat.Release.Count == 0),
            $"{everything.Sum(static beat => beat.Release.Count)} containers are released for ever, such as {everything.SelectMany(static beat => beat.Release).FirstOrDefault()}");
        Require(
            everything.SelectMany(static beat => beat.Ask).Select(static a => a.AllocationRequestId)
                .Concat(everything.SelectMany(static beat => beat.SchedulingRequests).Select(static r => r.AllocationRequestId)).Distinct().Order().SequenceEqual(requested),
            "another set of requests is made to a ResourceManager that starts anew");
    }

    public void Handle(ApplicationEffect effect)
    {
        switch (effect)
        {
            case ApplicationEffect.ContainerChanged changed:
                _directory.Update(changed.Service, changed.Instance, changed.Active);
                break;
            case ApplicationEffect.RequestContainer { Request: var request }:
                _asks.Add(request);
                break;
            case ApplicationEffect.WithdrawRequest { RequestId: var requestId }:
                _asks.Withdraw(requestId);
                break;
            case ApplicationEffect.ReleaseContainer { Container: var container }:
                _nodes.Cancel(container);
                _asks.Release(container);
                break;
            case ApplicationEffect.StopContainer { Container: var container }:
                _nodes.Stop(container);
                break;
            case ApplicationEffect.ForgetContainer { Container: var container }:
                _nodes.Cancel(container);
                _asks.Completed(container);
                break;
            case ApplicationEffect.LaunchContainer { Launch: var launch }:
                _nodes.Launch(launch);
                break;
            case ApplicationEffect.ProbeReadiness { Check: var check }:
                _nodes.Probe(check.Service, check.Instance);
                break;
            case ApplicationEffect.StopProbe probe:
                _nodes.StopProbe(probe.Service, probe.Instance);
                break;
            case ApplicationEffect.DeleteOwnedKeys owned:
                _store.DeleteOwnedBy(owned.Service, owned.Instance);
                break;
            case ApplicationEffect.Reply reply:
                reply.Send();
                break;
        }
    }

    private void Take(ApplicationEvent happened)
    {
        var now = _clock.GetUtcNow();
        var effects = State.Apply(happened, now);
        foreach (var effect in effects)
            Handle(effect);
        _audit.Check(happened, effects, now);
        CheckKeys();
    }

    private AllocateRequestProto Compose()
    {
        var request = new AllocateRequestProto { ResponseId = _responseId };
        _asks.MoveChangesInto(request, static host => host == "node1" ? "/rack1" : "/rack2", static _ => []);
        return request;
    }

    // Right after a heartbeat was answered the ResourceManager and the table agree, but for what came while it was repeated.
    private void CheckAsks()
    {
        if (_asks.HasChanges)
            return;
        var asked = _asks.Outstanding.Select(static r => r.Id).ToHashSet();
        foreach (var ghost in _resourceManager.Outstanding.Where(id => !asked.Contains(id)))
            throw new InvariantBrokenException($"the ResourceManager still has request {ghost}, which nobody awaits");
        asked.ExceptWith(_resourceManager.Outstanding);
        asked.ExceptWith(_resourceManager.OnTheWay);
        Require(asked.Count == 0, $"the ResourceManager was never told of requests {Draw(asked)}");
    }

    private void CheckKeys()
    {
        foreach (var entry in _store.Latest.Entries.List(new KeyRange("", "")))
        {
            var owner = State.Services[entry.Owner!.Value.Service].Find(entry.Owner.Value.Instance);
            Require(owner is { IsActive: true }, $"key '{entry.Key}' of {owner}, which has ended, is still there");
        }
    }

    private static string Draw(IEnumerable<long> ids) => '[' + string.Join(' ', ids) + ']';
}
