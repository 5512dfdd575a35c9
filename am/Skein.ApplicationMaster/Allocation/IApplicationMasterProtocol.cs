using Skein.Hadoop.Security;
using Skein.Hadoop.Yarn.Protocol;

namespace Skein.ApplicationMaster.Allocation;

/// <summary>The ResourceManager's scheduler, as an application master speaks to it. One call at a time.</summary>
internal interface IApplicationMasterProtocol
{
    Task<RegisterApplicationMasterResponseProto> RegisterAsync(
        RegisterApplicationMasterRequestProto request, CancellationToken cancellation);

    Task<AllocateResponseProto> AllocateAsync(AllocateRequestProto request, CancellationToken cancellation);

    Task<FinishApplicationMasterResponseProto> FinishAsync(
        FinishApplicationMasterRequestProto request, CancellationToken cancellation);

    /// <summary>Takes a renewed application master token, for connections opened from now on.</summary>
    void Renew(Token token);
}
