using Skein.ApplicationMaster.Lifecycle;
using Skein.Protocol;

namespace Skein.ApplicationMaster.Tests.Support;

/// <summary>Tells the life of an application, event by event, without clock or sockets.</summary>
internal sealed class Story
{
    private readonly ApplicationStateMachine _application;
    private int _containers;

    public Story(ApplicationSpec specification)
    {
        _application = new ApplicationStateMachine(specification);
        Tell(new ApplicationEvent.Started());
    }

    public Story(params (string Name, Service Service)[] services)
        : this(YarnMessages.ApplicationOf(services))
    {
    }

    public DateTimeOffset Now { get; set; } = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>All effects so far.</summary>
    public List<ApplicationEffect> Effects { get; } = [];

    /// <summary>Effects of the last event.</summary>
    public IReadOnlyList<ApplicationEffect> Last { get; private set; } = [];

    public ApplicationOutcome? Outcome => _application.Outcome;

    public bool IsOver => _application.IsOver;

    /// <summary>Requests made and neither granted nor withdrawn, oldest first.</summary>
    public SortedSet<long> Outstanding { get; } = [];

    public IEnumerable<T> LastOf<T>()
        where T : ApplicationEffect => Last.OfType<T>();

    /// <summary>All containers as <c>name_instance STATE</c>, in order.</summary>
    public string[] States => [.. _application.Services.Values.SelectMany(s => s.Containers).Select(c => $"{c} {c.State}")];

    public ServiceContainer Container(string service, int instance) => _application.Services[service].Find(instance)!;

    public Story Tell(ApplicationEvent happened)
    {
        Last = _application.Apply(happened, Now);
        Effects.AddRange(Last);
        foreach (var effect in Last)
        {
            if (effect is ApplicationEffect.RequestContainer { Request: var request })
                Outstanding.Add(request.Id);
            else if (effect is ApplicationEffect.WithdrawRequest { RequestId: var withdrawn })
                Outstanding.Remove(withdrawn);
            else if (effect is ApplicationEffect.Reply reply)
                reply.Send();
        }

        return this;
    }

    /// <summary>Lets time pass, stopping at whatever is due on the way.</summary>
    public Story Advance(TimeSpan by)
    {
        for (var end = Now + by; ; Tell(new ApplicationEvent.Tick()))
        {
            Now = _application.NextDeadline < end ? _application.NextDeadline.Value : end;
            if (!(_application.NextDeadline <= Now))
                return this;
        }
    }

    /// <summary>Grants the oldest requests; containers are numbered from 1 in the order of their coming.</summary>
    public Story Grant(int count = 1)
    {
        for (; count > 0; count--)
        {
            var oldest = Outstanding.Min;
            Outstanding.Remove(oldest);
            Arrive(++_containers, oldest);
        }

        return this;
    }

    public Story Arrive(int number, long requestId, int memory = 512) =>
        Tell(new ApplicationEvent.HeartbeatAnswered([], [YarnMessages.Allocated(number, requestId, memory)]));

    public Story Exit(int number, int exitStatus, string diagnostics = "") =>
        Tell(new ApplicationEvent.HeartbeatAnswered([YarnMessages.Status(number, exitStatus, diagnostics)], []));

    public Task<TAnswer> Ask<TAnswer>(ApplicationRequest.Request<TAnswer> request)
    {
        Tell(request);
        return request.Answer;
    }

    public Task<ContainersResponse> Scale(string service, int count = 0, int delta = 0) =>
        Ask(new ApplicationRequest.Scale(new ScaleRequest { ServiceName = service, Count = count, Delta = delta }));

    public Task<Empty> Kill(string service, int instance) =>
        Ask(new ApplicationRequest.KillContainer(new ContainerInstance { ServiceName = service, Instance = instance }));
}
