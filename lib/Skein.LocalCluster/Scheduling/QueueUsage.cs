namespace Skein.LocalCluster.Scheduling;

/// <summary>A queue, and what its applications take.</summary>
internal sealed class QueueUsage(QueueDefinition queue)
{
    public QueueDefinition Queue => queue;

    public ResourceAmounts Used { get; private set; }

    public ResourceAmounts UsedByMasters { get; private set; }

    public int Masters { get; private set; }

    public int Containers { get; private set; }

    /// <summary>What it uses of the cluster, measured by its capacity: above 1 it takes others' shares.</summary>
    public float ShareOfCapacity(ResourceAmounts whole) => queue.Capacity > 0 ? Used.ShareOf(whole) / queue.Capacity : float.MaxValue;

    public void Take(ResourceAmounts amounts, bool isMaster)
    {
        Used += amounts;
        Containers++;
        if (!isMaster)
            return;
        UsedByMasters += amounts;
        Masters++;
    }

    public void Give(ResourceAmounts amounts, bool isMaster)
    {
        Used -= amounts;
        Containers--;
        if (!isMaster)
            return;
        UsedByMasters -= amounts;
        Masters--;
    }
}
