using Skein.Hadoop.Rpc;
using Skein.Hadoop.Yarn.Protocol;

namespace Skein.Hadoop.Yarn;

/// <summary>A NodeManager as an application master sees it. What fails for single containers is in the answers.</summary>
/// <param name="channel">
/// Calls <see cref="YarnProtocols.ContainerManagement"/> with the token of kind <see cref="Security.TokenKinds.NodeManager"/> that came
/// for this node.
/// </param>
public sealed class NodeManagerClient(IRpcChannel channel)
{
    /// <summary>
    /// Starts containers. A token that is not valid fails the whole call. After a lost connection the call may have been carried
    /// out: sent again, it lists the container as failed because it runs already.
    /// </summary>
    public Task<StartContainersResponseProto> StartContainersAsync(
        StartContainersRequestProto request, CancellationToken cancellation) =>
        channel.CallAsync("startContainers", request, StartContainersResponseProto.Parser, cancellation);

    /// <summary>Stops containers; one that has ended counts as stopped.</summary>
    public Task<StopContainersResponseProto> StopContainersAsync(StopContainersRequestProto request, CancellationToken cancellation) =>
        channel.CallAsync("stopContainers", request, StopContainersResponseProto.Parser, cancellation);

    public Task<GetContainerStatusesResponseProto> GetContainerStatusesAsync(
        GetContainerStatusesRequestProto request, CancellationToken cancellation) =>
        channel.CallAsync("getContainerStatuses", request, GetContainerStatusesResponseProto.Parser, cancellation);

    /// <summary>
    /// Sends a container's processes a signal. The answer is empty and comes before the signal is sent; a container that does not run
    /// gets none.
    /// </summary>
    public Task<SignalContainerResponseProto> SignalContainerAsync(
        SignalContainerRequestProto request, CancellationToken cancellation) =>
        channel.CallAsync("signalToContainer", request, SignalContainerResponseProto.Parser, cancellation);
}
