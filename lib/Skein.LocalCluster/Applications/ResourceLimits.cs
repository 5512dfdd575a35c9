using System.Globalization;
using System.Text;
using Skein.Hadoop.Rpc.Server;
using Skein.Hadoop.Yarn;
using Skein.Hadoop.Yarn.Protocol;
using Skein.LocalCluster.Scheduling;

namespace Skein.LocalCluster.Applications;

/// <summary>What the cluster can give at all.</summary>
internal static class ResourceLimits
{
    /// <summary>
    /// A request's amounts, raised to the smallest container: 1 MiB and one core. Types of resources that no node has are left out, as
    /// YARN does.
    /// </summary>
    /// <exception cref="RpcRefusedException">It is more than the largest container, or counts in units.</exception>
    public static ResourceAmounts Checked(ClusterState state, ResourceProto resource)
    {
        var maximum = state.Maximum;
        var wanted = ResourceAmounts.Of(resource);
        wanted = wanted with { Others = wanted.Others.Within(maximum.Others) };
        if (wanted.Memory > maximum.Memory)
            throw TooMuch(ContainerResources.Memory, wanted, maximum);
        if (wanted.VirtualCores > maximum.VirtualCores)
            throw TooMuch(ContainerResources.VirtualCores, wanted, maximum);
        var isNegative = wanted.Memory < 0 || wanted.VirtualCores < 0;
        foreach (var (type, amount) in wanted.Others.Entries)
        {
            if (amount > maximum.Others[type])
                throw TooMuch(type, wanted, maximum);
            isNegative |= amount < 0;
        }

        if (isNegative)
            throw Invalid($"Requested resource {Text(wanted)} is below zero");
        foreach (var information in resource.ResourceValueMap)
        {
            if (information.Units.Length > 0 && maximum.Others[information.Key] > 0)
                throw Invalid($"Requested resource type=[{information.Key}] is counted without units here, not in '{information.Units}'");
        }

        return wanted with { Memory = Math.Max(1, wanted.Memory), VirtualCores = Math.Max(1, wanted.VirtualCores) };
    }

    /// <exception cref="RpcRefusedException">No node has the label.</exception>
    public static void CheckLabel(ClusterState state, string queue, string label)
    {
        if (label.Length == 0)
            return;
        var labels = state.Labels.ToList();
        if (labels.Count == 0)
        {
            throw new RpcRefusedException(
                YarnErrors.InvalidLabel, "Invalid resource request, node label not enabled but request contains label expression");
        }

        if (!labels.Contains(label))
        {
            throw new RpcRefusedException(
                YarnErrors.InvalidLabel,
                $"Invalid resource request, queue={queue} doesn't have permission to access all labels in resource request. "
                + $"labelExpression of resource request={label}. Queue labels={string.Join(',', labels)}");
        }
    }

    private static RpcRefusedException TooMuch(string type, ResourceAmounts wanted, ResourceAmounts maximum) => Invalid(
        "Cannot allocate containers as requested resource is greater than maximum allowed allocation. "
        + $"Requested resource type=[{type}], Requested resource={Text(wanted)}, maximum allowed allocation={Text(maximum)}");

    private static RpcRefusedException Invalid(string text) => new(YarnErrors.InvalidResourceRequest, $"Invalid resource request! {text}");

    private static string Text(ResourceAmounts amounts)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"<memory:{amounts.Memory}, vCores:{amounts.VirtualCores}");
        foreach (var (type, amount) in amounts.Others.Entries)
            text.Append(CultureInfo.InvariantCulture, $", {type}: {amount}");
        return text.Append('>').ToString();
    }
}
