using Skein.Hadoop.Yarn.Protocol;
using Skein.LocalCluster.Nodes.Logs;

namespace Skein.LocalCluster.Nodes;

/// <summary>Clears away what applications leave on a node: logs are gathered, the rest goes.</summary>
internal sealed class ApplicationRemains(NodeDescription node, NodeDirectories directories, ILogGatherer gatherer)
{
    /// <summary>Clears away what an earlier node has left, of which nothing runs any more.</summary>
    public async Task ClearAsync(CancellationToken cancellation)
    {
        foreach (var user in Directory.GetDirectories(directories.Users))
        {
            var userName = Path.GetFileName(user);
            if (!Directory.Exists(directories.Applications(userName)))
                continue;
            foreach (var application in Directory.GetDirectories(directories.Applications(userName)))
            {
                var id = Path.GetFileName(application);
                await ClearAsync(id, userName, FindLogs(id), patterns: null, cancellation);
            }
        }

        // Logs whose application has no directory any more belong to nobody.
        foreach (var logs in Directory.GetDirectories(directories.Logs))
            DirectoryRemoval.TryRemove(logs);
    }

    /// <summary>Clears away what one application has left.</summary>
    /// <returns>Whether its logs were gathered.</returns>
    public async Task<bool> ClearAsync(
        string applicationId,
        string user,
        IReadOnlyList<GatheredContainer> containers,
        LogAggregationContextProto? patterns,
        CancellationToken cancellation)
    {
        var hasLogs = false;
        try
        {
            hasLogs = await gatherer.GatherAsync(applicationId, user, node, containers, patterns, cancellation);
        }
        catch (Exception)
        {
            // Told by the answer. The application ends nevertheless.
        }

        // What is left is tried again by the next node over these directories; so are logs that could not be gathered, as on a full disk.
        var directory = directories.OfApplication(user, applicationId);
        if (hasLogs)
        {
            DirectoryRemoval.TryRemove(directories.LogsOfApplication(applicationId));
            DirectoryRemoval.TryRemove(directory);
        }
        else if (Directory.Exists(directory))
        {
            foreach (var part in Directory.GetDirectories(directory))
                DirectoryRemoval.TryRemove(part);
        }

        return hasLogs;
    }

    private List<GatheredContainer> FindLogs(string applicationId)
    {
        var logs = directories.LogsOfApplication(applicationId);
        if (!Directory.Exists(logs))
            return [];
        var found = Directory.GetDirectories(logs);
        Array.Sort(found, StringComparer.Ordinal);
        var containers = new List<GatheredContainer>(found.Length);
        foreach (var container in found)
            containers.Add(new GatheredContainer(Path.GetFileName(container), container));
        return containers;
    }
}
