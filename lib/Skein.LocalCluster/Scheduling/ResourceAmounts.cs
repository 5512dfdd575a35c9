using Skein.Hadoop.Yarn.Protocol;

namespace Skein.LocalCluster.Scheduling;

/// <summary>Resources as the scheduler counts them.</summary>
/// <param name="Memory">MiB.</param>
/// <param name="VirtualCores">Cores.</param>
/// <param name="Others">Whatever else is counted.</param>
internal readonly record struct ResourceAmounts(long Memory, long VirtualCores, OtherAmounts Others = default) : IComparable<ResourceAmounts>
{
    public static ResourceAmounts Of(ResourceProto? resource) =>
        new(resource?.Memory ?? 0, resource?.VirtualCores ?? 0, OtherAmounts.Of(resource));

    public static ResourceAmounts operator +(ResourceAmounts left, ResourceAmounts right) =>
        new(left.Memory + right.Memory, left.VirtualCores + right.VirtualCores, left.Others + right.Others);

    public static ResourceAmounts operator -(ResourceAmounts left, ResourceAmounts right) =>
        new(left.Memory - right.Memory, left.VirtualCores - right.VirtualCores, left.Others - right.Others);

    public static ResourceAmounts operator *(ResourceAmounts amounts, int count) =>
        new(amounts.Memory * count, amounts.VirtualCores * count, amounts.Others * count);

    /// <summary>The larger amount of each type.</summary>
    public static ResourceAmounts Largest(ResourceAmounts left, ResourceAmounts right) => new(
        Math.Max(left.Memory, right.Memory), Math.Max(left.VirtualCores, right.VirtualCores), OtherAmounts.Largest(left.Others, right.Others));

    public bool FitsInto(ResourceAmounts free) =>
        Memory <= free.Memory && VirtualCores <= free.VirtualCores && Others.FitsInto(free.Others);

    /// <summary>The larger of the shares of a whole's memory and cores, from 0; 0 of nothing.</summary>
    public float ShareOf(ResourceAmounts whole) => Math.Max(
        whole.Memory > 0 ? (float)Memory / whole.Memory : 0,
        whole.VirtualCores > 0 ? (float)VirtualCores / whole.VirtualCores : 0);

    public int CompareTo(ResourceAmounts other) =>
        Memory != other.Memory ? Memory.CompareTo(other.Memory)
        : VirtualCores != other.VirtualCores ? VirtualCores.CompareTo(other.VirtualCores)
        : Others.CompareTo(other.Others);

    public ResourceProto ToMessage()
    {
        var message = new ResourceProto { Memory = Memory, VirtualCores = (int)Math.Min(VirtualCores, int.MaxValue) };
        foreach (var (type, amount) in Others.Entries)
            message.ResourceValueMap.Add(new ResourceInformationProto { Key = type, Value = amount, Units = "", Type = ResourceTypesProto.Countable });
        return message;
    }
}
