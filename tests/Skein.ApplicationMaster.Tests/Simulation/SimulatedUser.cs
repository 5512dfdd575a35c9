using Skein.ApplicationMaster.Lifecycle;
using Skein.Protocol;
using static Skein.ApplicationMaster.Tests.Simulation.InvariantBrokenException;

namespace Skein.ApplicationMaster.Tests.Simulation;

/// <summary>Somebody who asks for things at any time, sensible or not, and looks at the answers.</summary>
internal sealed class SimulatedUser(Random random, SimulatedApplicationMaster master)
{
    private readonly string[] _names = [.. master.State.Services.Keys];

    public void AskSomething()
    {
        var name = _names[random.Next(_names.Length)];
        var service = master.State.Services[name];
        switch (random.Next(8))
        {
            case 0:
                ScaleTo(service, random.Next(7));
                break;
            case 1:
                ScaleBy(service, random.Next(-3, 4));
                break;
            case 2:
                Ask(new ApplicationRequest.AddContainer(new AddContainerRequest { ServiceName = name }), isGood: true);
                break;
            case 3 or 4:
                var instance = random.Next(service.Containers.Count + 1);
                var killed = Ask(
                    new ApplicationRequest.KillContainer(new ContainerInstance { ServiceName = name, Instance = instance }),
                    isGood: instance < service.Containers.Count);
                Require(killed is null || !service.Find(instance)!.IsActive, $"{name}_{instance} was killed and lives");
                break;
            case 5:
                var listed = Ask(new ApplicationRequest.GetContainers(new ContainersRequest()), isGood: true);
                Require(
                    listed is null || listed.Containers.Count == master.State.Services.Values.Sum(static s => s.ActiveCount),
                    "another number of containers is listed than is active");
                break;
            case 6:
                var progress = random.Next(-1, 3);
                Ask(new ApplicationRequest.SetProgress(new SetProgressRequest { Progress = progress }), isGood: progress is 0 or 1);
                break;
            default:
                Ask(new ApplicationRequest.Scale(new ScaleRequest { ServiceName = "nobody", Count = 1 }), isGood: false);
                break;
        }
    }

    public void Shutdown() =>
        Ask(new ApplicationRequest.Shutdown(new ShutdownRequest { FinalStatus = FinalStatus.Killed }), isGood: true);

    private void ScaleTo(ServiceState service, int count) => Scale(service, new ScaleRequest { ServiceName = service.Name, Count = count }, count);

    private void ScaleBy(ServiceState service, int delta) => Scale(
        service,
        new ScaleRequest { ServiceName = service.Name, Delta = delta },
        delta == 0 ? 0 : Math.Max(0, service.ActiveCount + delta));

    private void Scale(ServiceState service, ScaleRequest message, int target)
    {
        var before = service.ActiveCount;
        if (Ask(new ApplicationRequest.Scale(message), isGood: true) is not { } changed)
            return;
        Require(changed.Containers.Count == Math.Abs(target - before), $"{service.Name} went from {before} to {target} by {changed.Containers.Count}");
        Require(service.ActiveCount == target, $"{service.Name} has {service.ActiveCount} containers after a scaling to {target}");
    }

    // The answer; null if the request was refused, or came after the end.
    private TAnswer? Ask<TAnswer>(ApplicationRequest.Request<TAnswer> request, bool isGood)
        where TAnswer : class
    {
        var hadEnded = master.State.Outcome is not null;
        master.Apply(request);
        Require(request.Answer.IsCompleted, $"{request} was never answered");
        if (request.Answer.IsCompletedSuccessfully)
        {
            Require(isGood && !hadEnded, $"{request} was accepted");
            return request.Answer.Result;
        }

        var cause = request.Answer.Exception!.InnerException;
        Require(hadEnded ? cause is ApplicationEndedException : cause is RequestRefusedException && !isGood, $"{request} was answered by {cause}");
        return null;
    }
}
