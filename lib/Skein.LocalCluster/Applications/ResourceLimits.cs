using Skein.Hadoop.Rpc.Server;
using Skein.Hadoop.Yarn;
using Skein.Hadoop.Yarn.Protocol;
using Skein.LocalCluster.Scheduling;

namespace Skein.LocalCluster.Applications;

/// <summary>What the cluster can give at all.</summary>
internal static class ResourceLimits
{
    /// <summary>A request's amounts, raised to the smallest container: 1 MiB and one core.</summary>
    /// <exception cref="RpcRefusedException">It is more than the largest container.</exception>
    public static ResourceAmounts Checked(ClusterState state, ResourceProto resource)
    {
        var maximum = state.Maximum;
        if (resource.Memory > maximum.Memory)
            throw TooMuch("memory-mb", resource, maximum);
        if (resource.VirtualCores > maximum.VirtualCores)
            throw TooMuch("vcores", resource, maximum);
        if (resource.Memory < 0 || resource.VirtualCores < 0)
        {
            throw new RpcRefusedException(
                YarnErrors.InvalidResourceRequest, $"Invalid resource request! Requested resource {Text(resource)} is below zero");
        }

        return new ResourceAmounts(Math.Max(1, resource.Memory), Math.Max(1, resource.VirtualCores));
    }

    /// <exception cref="RpcRefusedException">No node has the label.</exception>
    public static void CheckLabel(ClusterState state, string label)
    {
        if (label.Length > 0 && !state.Nodes.Any(node => node.Label == label))
        {
            throw new RpcRefusedException(
                YarnErrors.InvalidLabel, $"Invalid label resource request, cluster do not contain , label= {label}");
        }
    }

    private static RpcRefusedException TooMuch(string type, ResourceProto resource, ResourceAmounts maximum) => new(
        YarnErrors.InvalidResourceRequest,
        "Invalid resource request! Cannot allocate containers as requested resource is greater than maximum allowed allocation. "
        + $"Requested resource type=[{type}], Requested resource={Text(resource)}, maximum allowed allocation={Text(maximum.ToMessage())}");

    private static string Text(ResourceProto resource) => $"<memory:{resource.Memory}, vCores:{resource.VirtualCores}>";
}
