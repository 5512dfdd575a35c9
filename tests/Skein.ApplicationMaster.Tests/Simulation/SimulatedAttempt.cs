using Skein.ApplicationMaster.Lifecycle;
using Skein.ApplicationMaster.Tests.Support;
using Skein.Protocol;
using static Skein.ApplicationMaster.Tests.Simulation.InvariantBrokenException;

namespace Skein.ApplicationMaster.Tests.Simulation;

/// <summary>One attempt of an application on a cluster of bad habits: chaos, then quiet, then fair days until it ends.</summary>
internal sealed class SimulatedAttempt
{
    // Far more than an application of this size needs.
    private const int FairDays = 500;

    private readonly Random _random;
    private readonly Journal _journal;
    private readonly ManualClock _clock = new();
    private readonly SimulatedResourceManager _resourceManager;
    private readonly SimulatedNodes _nodes;
    private readonly SimulatedApplicationMaster _master;
    private readonly SimulatedUser _user;
    private readonly bool _hasDriver;

    public SimulatedAttempt(ApplicationSpec specification, Random random, Journal journal)
    {
        (_random, _journal) = (random, journal);
        _hasDriver = specification.Master.Script.Length > 0;
        _resourceManager = new SimulatedResourceManager(random, journal);
        _nodes = new SimulatedNodes(random, _resourceManager, journal);
        _master = new SimulatedApplicationMaster(specification, _clock, _resourceManager, _nodes, journal);
        _user = new SimulatedUser(random, _master);
    }

    private bool HasEnded => _master.State.Outcome is not null;

    private bool IsOver => _master.State.IsOver;

    /// <summary>Lives through the attempt and tells how it ended.</summary>
    /// <param name="steps">Steps of chaos.</param>
    public ApplicationOutcome Live(int steps)
    {
        _resourceManager.Habits = ClusterHabits.Draw(_random);
        _master.Apply(new ApplicationEvent.Started());
        for (var i = 0; i < steps && !IsOver; i++)
            TakeStep();
        BecomeQuiet();
        if (!HasEnded)
            _master.CheckQuiet();
        LiveFairly();
        if (!HasEnded && IsExcused())
        {
            _user.Shutdown();
            LiveFairly();
        }

        Require(IsOver, "the application does not end on a fair cluster");

        // Nothing that comes late does anything.
        _user.AskSomething();
        _master.Apply(new ApplicationEvent.DriverExited(1));
        return _master.State.Outcome!;
    }

    private void TakeStep()
    {
        switch (_random.Next(100))
        {
            case < 25:
                _master.Beat();
                break;
            case < 45:
                _master.HandleNext();
                break;
            case < 60:
                _resourceManager.Schedule();
                break;
            case < 70:
                _nodes.Start(_master.Post);
                break;
            case < 74:
                _nodes.Exit();
                break;
            case < 79:
                _nodes.BecomeReady(_master.Post);
                break;
            case < 81:
                PutKey();
                break;
            case < 83:
                _nodes.ObeyStops(_master.Post);
                break;
            case < 88:
                _user.AskSomething();
                break;
            case < 94:
                Advance(_random.Next(20));
                break;
            default:
                DoHarm();
                break;
        }
    }

    private void Advance(int seconds)
    {
        _clock.Advance(TimeSpan.FromSeconds(seconds));
        _journal.Write($"{seconds} seconds pass");
        _master.Tick();
    }

    private void DoHarm()
    {
        var delivered = _resourceManager.Alive.Where(static c => c.IsDelivered).ToList();
        switch (_random.Next(20))
        {
            case 0:
                _resourceManager.LoseNode();
                break;
            case < 4:
                _resourceManager.Restart();
                break;
            case 4 when _random.Next(3) == 0:
                EndFromOutside();
                break;
            default:
                int[] causes = [-102, -102, -100, -101, -103, -104, -105, -106, 137, -1000];
                if (delivered.Count > 0)
                    _resourceManager.End(delivered[_random.Next(delivered.Count)], causes[_random.Next(causes.Length)], "the cluster's doing");
                break;
        }
    }

    private void EndFromOutside() => _master.Post(_random.Next(4) switch
    {
        0 => new ApplicationEvent.Ended(ApplicationOutcome.Stopped),
        1 => new ApplicationEvent.Ended(ApplicationOutcome.Abandoned("the ResourceManager asked it to stop")),
        2 => new ApplicationEvent.AllocatorFailed("the ResourceManager is gone"),
        _ => new ApplicationEvent.DriverExited(_random.Next(3)),
    });

    private void PutKey()
    {
        var services = _master.State.Services.Values.Where(static s => s.Containers.Count > 0).ToList();
        if (services.Count == 0)
            return;
        var service = services[_random.Next(services.Count)];
        _master.PutKey(service.Containers[_random.Next(service.Containers.Count)], $"key{_random.Next(8)}");
    }

    private void BecomeQuiet()
    {
        _journal.Write("it becomes quiet");
        _resourceManager.Habits = ClusterHabits.Quiet with { KnowsRequestIds = _resourceManager.Habits.KnowsRequestIds };
        while (!IsOver && (_master.HasNews || _master.HasChanges || _nodes.AreStarting || _resourceManager.HasNews))
        {
            _nodes.Start(_master.Post);
            _master.Beat();
            _master.HandleAll();
        }
    }

    private void LiveFairly()
    {
        _journal.Write("the cluster is fair from now on");
        _resourceManager.Habits = ClusterHabits.Fair;
        for (var day = 0; day < FairDays && !IsOver && (_hasDriver || HasEnded || !IsExcused()); day++)
        {
            _master.Beat();
            _resourceManager.Schedule();
            _master.HandleAll();
            _nodes.Start(_master.Post);
            _nodes.BecomeReady(_master.Post);
            _nodes.ObeyStops(_master.Post);
            _nodes.Exit();
            Advance(10);
            if (_hasDriver && day == FairDays / 10)
                _master.Apply(new ApplicationEvent.DriverExited(0));
        }
    }

    // An application whose services never had a container waits for its user, and so does one that depends on such a service.
    private bool IsExcused() => _master.State.Services.Values.All(s => s.ActiveCount == 0 || !s.IsUnblocked)
        && (_master.State.Services.Values.Any(static s => s.ActiveCount > 0) || _master.State.Services.Values.All(static s => s.Containers.Count == 0));
}
