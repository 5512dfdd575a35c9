namespace Skein.ApplicationMaster.Lifecycle;

/// <summary>
/// Tells nodes that are broken: where container after container does not even start, no more are asked for for a while. Only the
/// application loop touches it.
/// </summary>
internal sealed class NodeFaults
{
    // As many as MapReduce lets a node fail.
    private const int Most = 3;

    private readonly Dictionary<string, int> _inRow = new(StringComparer.Ordinal);

    /// <summary>Notes how a container fared on its node; the third in a row that never ran makes the node one to avoid.</summary>
    public void Judge(ServiceContainer container, bool neverRan, Transition step)
    {
        if (container.Node is not { Host: var host })
            return;
        var count = neverRan ? _inRow.GetValueOrDefault(host) + 1 : 0;
        if (count is 0 or Most)
            _inRow.Remove(host);
        else
            _inRow[host] = count;
        if (count == Most)
        {
            step.Add(new ApplicationEffect.Warn($"Containers do not start on {host}: no more are asked for there for a while."));
            step.Add(new ApplicationEffect.AvoidNode(host));
        }
    }
}
