using Skein.Hadoop.Yarn.Protocol;

namespace Skein.LocalCluster.Scheduling;

/// <summary>Memory and virtual cores, as the scheduler counts them.</summary>
/// <param name="Memory">MiB.</param>
/// <param name="VirtualCores">Cores.</param>
internal readonly record struct ResourceAmounts(long Memory, long VirtualCores)
{
    public static ResourceAmounts Of(ResourceProto? resource) => new(resource?.Memory ?? 0, resource?.VirtualCores ?? 0);

    public static ResourceAmounts operator +(ResourceAmounts left, ResourceAmounts right) =>
        new(left.Memory + right.Memory, left.VirtualCores + right.VirtualCores);

    public static ResourceAmounts operator -(ResourceAmounts left, ResourceAmounts right) =>
        new(left.Memory - right.Memory, left.VirtualCores - right.VirtualCores);

    public static ResourceAmounts operator *(ResourceAmounts amounts, int count) =>
        new(amounts.Memory * count, amounts.VirtualCores * count);

    public bool FitsInto(ResourceAmounts free) => Memory <= free.Memory && VirtualCores <= free.VirtualCores;

    /// <summary>The larger of the two shares of a whole, from 0; 0 of nothing.</summary>
    public float ShareOf(ResourceAmounts whole) => Math.Max(
        whole.Memory > 0 ? (float)Memory / whole.Memory : 0,
        whole.VirtualCores > 0 ? (float)VirtualCores / whole.VirtualCores : 0);

    public ResourceProto ToMessage() => new() { Memory = Memory, VirtualCores = (int)Math.Min(VirtualCores, int.MaxValue) };
}
