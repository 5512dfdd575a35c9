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
}
