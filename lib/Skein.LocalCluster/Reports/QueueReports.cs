using Skein.Hadoop.Yarn.Protocol;
using Skein.LocalCluster.Applications;
using Skein.LocalCluster.Scheduling;

namespace Skein.LocalCluster.Reports;

/// <summary>The queues as YARN's reports: the leaves that there are, and above them the parents that their paths name.</summary>
internal sealed class QueueReports(ReportWriter reports)
{
    public GetQueueInfoResponseProto Find(ClusterState state, GetQueueInfoRequestProto request)
    {
        var response = new GetQueueInfoResponseProto();
        if (PathOf(state, request.QueueName) is { } path)
            response.QueueInfo = Info(state, path, request, request.IncludeChildQueues);
        return response;
    }

    // A queue by its path, or by the last part of it.
    private static string? PathOf(ClusterState state, string name)
    {
        if (name == QueueName.Root)
            return name;
        foreach (var queue in state.Queues)
        {
            for (var path = queue.Path; path != QueueName.Root; path = path[..path.LastIndexOf('.')])
            {
                if (path == name || QueueName.LeafOf(path) == name)
                    return path;
            }
        }

        return null;
    }

    private QueueInfoProto Info(ClusterState state, string path, GetQueueInfoRequestProto request, bool withChildren)
    {
        float capacity = 0;
        var used = default(ResourceAmounts);
        var children = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var queue in state.Queues)
        {
            if (queue.Path != path && !queue.Path.StartsWith(path + ".", StringComparison.Ordinal))
                continue;
            capacity += queue.Capacity;
            used += state.Scheduler.UsageOf(queue.Name).Used;
            if (queue.Path != path)
                children.Add(path + "." + queue.Path[(path.Length + 1)..].Split('.', 2)[0]);
        }

        var info = new QueueInfoProto
        {
            QueueName = QueueName.LeafOf(path),
            QueuePath = path,
            Capacity = capacity,
            MaximumCapacity = 1,
            CurrentCapacity = capacity > 0 ? used.ShareOf(state.Total) / capacity : 0,
            State = QueueStateProto.QRunning,
            SchedulerType = "CapacityScheduler",
        };
        info.AccessibleNodeLabels.Add(state.Labels);
        if (withChildren)
        {
            foreach (var child in children)
                info.ChildQueues.Add(Info(state, child, request, request.Recursive));
        }

        if (request.IncludeApplications)
        {
            foreach (var application in state.Applications.Values.Where(application => application.QueuePath == path))
                info.Applications.Add(reports.Application(state, application));
        }

        return info;
    }
}
