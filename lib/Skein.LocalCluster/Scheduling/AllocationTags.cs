namespace Skein.LocalCluster.Scheduling;

/// <summary>How many of an application's containers carry which tag, on each node and on each rack.</summary>
internal sealed class AllocationTags
{
    // Names of nodes have a colon and no slash, those of racks begin with a slash.
    private readonly Dictionary<(string Place, string Tag), int> _counts = [];

    /// <summary>Containers with a tag at a place, which is <see cref="NodeUsage.Name"/> or <see cref="NodeUsage.Rack"/>.</summary>
    public int Count(string place, string tag) => _counts.GetValueOrDefault((place, tag));

    /// <summary>Notes that a container is on a node.</summary>
    public void Add(NodeUsage node, IReadOnlyList<string> tags) => Change(node, tags, 1);

    /// <summary>Notes that a container is no more on a node.</summary>
    public void Remove(NodeUsage node, IReadOnlyList<string> tags) => Change(node, tags, -1);

    private void Change(NodeUsage node, IReadOnlyList<string> tags, int change)
    {
        foreach (var tag in tags)
        {
            foreach (var place in (string[])[node.Name, node.Rack])
            {
                var count = Count(place, tag) + change;
                if (count > 0)
                    _counts[(place, tag)] = count;
                else
                    _counts.Remove((place, tag));
            }
        }
    }
}
