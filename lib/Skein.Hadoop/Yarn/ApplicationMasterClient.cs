using Skein.Hadoop.Rpc;
using Skein.Hadoop.Yarn.Protocol;

namespace Skein.Hadoop.Yarn;

/// <summary>The ResourceManager as an application master sees it.</summary>
/// <param name="channel">
/// Calls <see cref="YarnProtocols.ApplicationMaster"/> with the token of kind <see cref="Security.TokenKinds.ApplicationMaster"/>.
/// </param>
public sealed class ApplicationMasterClient(IRpcChannel channel)
{
    /// <summary>Registers this attempt. Twice without a restart of the ResourceManager in between is an error.</summary>
    public Task<RegisterApplicationMasterResponseProto> RegisterAsync(
        RegisterApplicationMasterRequestProto request, CancellationToken cancellation) =>
        channel.CallAsync("registerApplicationMaster", request, RegisterApplicationMasterResponseProto.Parser, cancellation);

    /// <summary>
    /// Heartbeat: asks, releases, and takes what there is. Never two at once: the response id orders them, and a repeated one gets
    /// the repeated answer.
    /// </summary>
    public Task<AllocateResponseProto> AllocateAsync(AllocateRequestProto request, CancellationToken cancellation) =>
        channel.CallAsync("allocate", request, AllocateResponseProto.Parser, cancellation);

    /// <summary>Unregisters with a final status; to be repeated until the answer says that it is done.</summary>
    public Task<FinishApplicationMasterResponseProto> FinishAsync(
        FinishApplicationMasterRequestProto request, CancellationToken cancellation) =>
        channel.CallAsync("finishApplicationMaster", request, FinishApplicationMasterResponseProto.Parser, cancellation);
}
