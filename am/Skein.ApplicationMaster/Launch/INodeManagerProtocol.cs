using Skein.Hadoop.Security;
using Skein.Hadoop.Yarn.Protocol;

namespace Skein.ApplicationMaster.Launch;

/// <summary>NodeManagers, as an application master speaks to them. Calls to many nodes run at once.</summary>
internal interface INodeManagerProtocol
{
    /// <param name="node">The node to call.</param>
    /// <param name="token">The node's newest token.</param>
    /// <param name="request">What to start.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    Task<StartContainersResponseProto> StartContainersAsync(
        NodeIdProto node, Token token, StartContainersRequestProto request, CancellationToken cancellation);

    Task<GetContainerStatusesResponseProto> GetContainerStatusesAsync(
        NodeIdProto node, Token token, GetContainerStatusesRequestProto request, CancellationToken cancellation);

    Task<SignalContainerResponseProto> SignalContainerAsync(
        NodeIdProto node, Token token, SignalContainerRequestProto request, CancellationToken cancellation);
}
