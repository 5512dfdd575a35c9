namespace Skein.LocalCluster.Scheduling;

/// <summary>Names of queues, which callers give with or without their path.</summary>
internal static class QueueName
{
    public const string Root = "root";

    public static string LeafOf(string name) => name[(name.LastIndexOf('.') + 1)..];

    /// <summary>The leaf queue of a name or a path; null if there is none.</summary>
    public static QueueDefinition? Find(IReadOnlyList<QueueDefinition> queues, string name)
    {
        foreach (var queue in queues)
        {
            if (queue.Name == name || queue.Path == name)
                return queue;
        }

        return null;
    }

    /// <summary>Whether a name or a path is one of a queue above leaves.</summary>
    public static bool IsParent(IReadOnlyList<QueueDefinition> queues, string name)
    {
        foreach (var queue in queues)
        {
            for (var path = queue.Path; path.LastIndexOf('.') is var end and > 0;)
            {
                path = path[..end];
                if (path == name || LeafOf(path) == name)
                    return true;
            }
        }

        return false;
    }
}
