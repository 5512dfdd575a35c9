using Skein.Hadoop.Rpc;
using Skein.Hadoop.Security;
using Skein.Hadoop.Yarn;
using Skein.Hadoop.Yarn.Protocol;

namespace Skein.ApplicationMaster.Allocation;

/// <summary>The ResourceManager's scheduler over RPC, with the application master token as proof.</summary>
internal sealed class SchedulerConnection(RpcClient rpc, RpcTarget target) : IApplicationMasterProtocol
{
    private ApplicationMasterClient _client = new(rpc.Open(target));

    public Task<RegisterApplicationMasterResponseProto> RegisterAsync(
        RegisterApplicationMasterRequestProto request, CancellationToken cancellation) => _client.RegisterAsync(request, cancellation);

    public Task<AllocateResponseProto> AllocateAsync(AllocateRequestProto request, CancellationToken cancellation) =>
        _client.AllocateAsync(request, cancellation);

    public Task<FinishApplicationMasterResponseProto> FinishAsync(
        FinishApplicationMasterRequestProto request, CancellationToken cancellation) => _client.FinishAsync(request, cancellation);

    // The ResourceManager repeats a renewed token on connections that show the old one, and refuses the old one for new connections
    // some time later. Turning to the new one at once ends the repetition and proves it good while the old one still is.
    public void Renew(Token token) => _client = new ApplicationMasterClient(rpc.Open(target with { Token = token }));
}
