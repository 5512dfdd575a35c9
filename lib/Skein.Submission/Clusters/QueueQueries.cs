using Skein.Hadoop.Yarn;
using Skein.Hadoop.Yarn.Protocol;
using Skein.Protocol;

namespace Skein.Submission.Clusters;

/// <summary>What a cluster knows of its queues.</summary>
public sealed class QueueQueries
{
    private const string Root = "root";

    private readonly ResourceManagerClient _resourceManager;

    internal QueueQueries(ResourceManagerClient resourceManager) => _resourceManager = resourceManager;

    /// <summary>Every queue but the root, each before the queues below it.</summary>
    public async Task<IReadOnlyList<Queue>> ListAsync(CancellationToken cancellation)
    {
        var found = new List<Queue>();
        if ((await AskAsync(Root, includeChildren: true, recursive: true, cancellation)).QueueInfo is { } root)
            AddBelow(root, found);
        return found;
    }

    /// <summary>One queue, by leaf name or full path.</summary>
    /// <exception cref="InvalidSubmissionException">There is none of this name.</exception>
    public async Task<Queue> ReportAsync(string name, CancellationToken cancellation) =>
        QueueReports.FromYarn(await FindAsync(name, includeChildren: false, cancellation));

    /// <summary>The queues right below one; none below a leaf.</summary>
    /// <exception cref="InvalidSubmissionException">There is none of this name.</exception>
    public async Task<IReadOnlyList<Queue>> ListChildrenAsync(string name, CancellationToken cancellation) =>
        [.. (await FindAsync(name, includeChildren: true, cancellation)).ChildQueues.Select(QueueReports.FromYarn)];

    private static void AddBelow(QueueInfoProto parent, List<Queue> found)
    {
        foreach (var child in parent.ChildQueues)
        {
            found.Add(QueueReports.FromYarn(child));
            AddBelow(child, found);
        }
    }

    private async Task<QueueInfoProto> FindAsync(string name, bool includeChildren, CancellationToken cancellation) =>
        (await AskAsync(name, includeChildren, recursive: false, cancellation)).QueueInfo
            ?? throw new InvalidSubmissionException($"Queue '{name}' does not exist; 'skein queue ls' lists the queues there are");

    private Task<GetQueueInfoResponseProto> AskAsync(
        string name, bool includeChildren, bool recursive, CancellationToken cancellation) => _resourceManager.GetQueueInfoAsync(
            new GetQueueInfoRequestProto { QueueName = name, IncludeChildQueues = includeChildren, Recursive = recursive }, cancellation);
}
