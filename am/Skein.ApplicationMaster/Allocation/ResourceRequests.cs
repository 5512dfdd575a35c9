using Skein.Hadoop.Yarn;
using Skein.Hadoop.Yarn.Protocol;
using Skein.Protocol;

namespace Skein.ApplicationMaster.Allocation;

/// <summary>Writes a request for one container as the ResourceManager reads it.</summary>
/// <remarks>
/// An ask names a place (a host, a rack, or <c>*</c> for anywhere) and the absolute number of containers outstanding there. A request
/// with places needs an ask on every level above them, where <c>relax_locality</c> says whether that level is good enough by itself.
/// Priority, place and capability are always set: a ResourceManager takes an ask without them and breaks on it later. A label may
/// stand on the ask for anywhere only.
/// </remarks>
internal static class ResourceRequests
{
    /// <summary>Place of the asks for any node.</summary>
    public const string Anywhere = "*";

    /// <summary>The asks of one request.</summary>
    /// <param name="request">What is asked for.</param>
    /// <param name="count">1: wanted; 0: withdrawn.</param>
    /// <param name="rackOf">The rack of a host.</param>
    /// <param name="hostsOf">The hosts of a rack, as far as they are known.</param>
    public static IEnumerable<ResourceRequestProto> Write(
        ContainerRequest request, int count, Func<string, string> rackOf, Func<string, IReadOnlyList<string>> hostsOf)
    {
        var service = request.Service;
        var anywhereWillDo = (service.Nodes.Count == 0 && service.Racks.Count == 0) || service.RelaxLocality;
        var racks = service.Racks.ToHashSet(StringComparer.Ordinal);
        // The CapacityScheduler gives a rack to requests that have missed some nodes, and does not count nodes that a strict request may
        // not use: one for a rack alone would wait for ever. Naming the rack's hosts leaves nothing to wait for.
        var hosts = anywhereWillDo ? service.Nodes : service.Nodes.Concat(racks.SelectMany(hostsOf));
        foreach (var host in hosts.Distinct(StringComparer.Ordinal))
            yield return Ask(request, host, count, relax: true);

        foreach (var rack in racks)
            yield return Ask(request, rack, count, relax: true);
        foreach (var rack in service.Nodes.Select(rackOf).Distinct(StringComparer.Ordinal))
        {
            if (!racks.Contains(rack))
                yield return Ask(request, rack, count, anywhereWillDo);
        }

        var anywhere = Ask(request, Anywhere, count, anywhereWillDo);
        if (service.NodeLabel.Length > 0)
            anywhere.NodeLabelExpression = service.NodeLabel;
        yield return anywhere;
    }

    /// <summary>Resources of one container.</summary>
    public static ResourceProto Capability(Resources resources)
    {
        var capability = ContainerResources.Create(resources.Memory, resources.Vcores, resources.Gpus, resources.Fpgas);
        foreach (var amount in resources.Custom)
            ContainerResources.Add(capability, amount.Name, amount.Value, amount.Units);
        return capability;
    }

    private static ResourceRequestProto Ask(ContainerRequest request, string place, int count, bool relax)
    {
        return new ResourceRequestProto
        {
            Priority = new PriorityProto { Priority = checked((int)request.Id) },
            AllocationRequestId = request.Id,
            ResourceName = place,
            Capability = Capability(request.Service.Resources),
            NumContainers = count,
            RelaxLocality = relax,
        };
    }
}
