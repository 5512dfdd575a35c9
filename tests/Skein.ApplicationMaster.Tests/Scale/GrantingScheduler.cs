using Skein.ApplicationMaster.Allocation;
using Skein.ApplicationMaster.Tests.Simulation;
using Skein.Hadoop.Security;
using Skein.Hadoop.Yarn.Protocol;
using static Skein.ApplicationMaster.Tests.Support.YarnMessages;

namespace Skein.ApplicationMaster.Tests.Scale;

/// <summary>A ResourceManager that grants so many containers between two heartbeats.</summary>
internal sealed class GrantingScheduler(int rate) : IApplicationMasterProtocol
{
    private readonly SimulatedResourceManager _resourceManager = new(new Random(1), new Journal());

    /// <summary>Awaited before a heartbeat is answered.</summary>
    public Func<CancellationToken, Task> Gate { get; set; } = static _ => Task.CompletedTask;

    /// <summary>Asks that were sent, withdrawals included.</summary>
    public int Asks { get; private set; }

    /// <summary>Containers that were granted.</summary>
    public int Granted { get; private set; }

    /// <summary>Heartbeats between which something was granted.</summary>
    public int GrantingBeats { get; private set; }

    /// <summary>Containers that the application holds.</summary>
    public int Held => _resourceManager.Alive.Count();

    public Task<RegisterApplicationMasterResponseProto> RegisterAsync(
        RegisterApplicationMasterRequestProto request, CancellationToken cancellation)
    {
        var response = new RegisterApplicationMasterResponseProto { Queue = "root.default" };
        foreach (var node in SimulatedResourceManager.Nodes)
            response.NmTokensFromPreviousAttempts.Add(new NMTokenProto { NodeId = node, Token = Token("NMToken", node.Host) });
        return Task.FromResult(response);
    }

    public async Task<AllocateResponseProto> AllocateAsync(AllocateRequestProto request, CancellationToken cancellation)
    {
        await Gate(cancellation);
        Asks += request.Ask.Count;
        var granted = _resourceManager.Schedule(rate);
        Granted += granted;
        GrantingBeats += granted > 0 ? 1 : 0;
        return _resourceManager.Allocate(request)!;
    }

    public Task<FinishApplicationMasterResponseProto> FinishAsync(
        FinishApplicationMasterRequestProto request, CancellationToken cancellation) => throw new NotSupportedException();

    public void Renew(Token token) => throw new NotSupportedException();
}
