using Skein.Hadoop.Rpc;
using Skein.Hadoop.Security;
using Skein.Hadoop.Yarn;
using Skein.Hadoop.Yarn.Protocol;

namespace Skein.ApplicationMaster.Launch;

/// <summary>NodeManagers over RPC. Connections are shared by node and token, and close when idle.</summary>
internal sealed class NodeManagerConnections(RpcClient rpc, UserIdentity user) : INodeManagerProtocol
{
    public Task<StartContainersResponseProto> StartContainersAsync(
        NodeIdProto node, Token token, StartContainersRequestProto request, CancellationToken cancellation) =>
        Open(node, token).StartContainersAsync(request, cancellation);

    public Task<GetContainerStatusesResponseProto> GetContainerStatusesAsync(
        NodeIdProto node, Token token, GetContainerStatusesRequestProto request, CancellationToken cancellation) =>
        Open(node, token).GetContainerStatusesAsync(request, cancellation);

    public Task<SignalContainerResponseProto> SignalContainerAsync(
        NodeIdProto node, Token token, SignalContainerRequestProto request, CancellationToken cancellation) =>
        Open(node, token).SignalContainerAsync(request, cancellation);

    private NodeManagerClient Open(NodeIdProto node, Token token) =>
        new(rpc.Open(new RpcTarget(new HadoopEndpoint(node.Host, node.Port), YarnProtocols.ContainerManagement, user, token)));
}
