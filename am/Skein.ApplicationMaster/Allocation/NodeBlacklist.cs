using Skein.Hadoop.Yarn.Protocol;

namespace Skein.ApplicationMaster.Allocation;

/// <summary>The nodes that the ResourceManager shall give this application no containers on: each for ten minutes.</summary>
/// <remarks>
/// Never more than a third of the cluster's nodes, as MapReduce and Spark hold it: where most nodes fail it is the application that is
/// wrong, and its containers had better fail than wait. The ResourceManager wants changes only, and host names.
/// Not thread-safe: its owner guards it.
/// </remarks>
internal sealed class NodeBlacklist(TimeProvider time)
{
    private const int SmallestShare = 3;

    private static readonly TimeSpan Term = TimeSpan.FromMinutes(10);

    // When each was added, as a timestamp; the oldest first.
    private readonly List<(string Host, long Since)> _hosts = [];
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);

    /// <summary>Nodes of the cluster; 0 until it has told, and then none is avoided.</summary>
    public int ClusterNodes { get; set; }

    /// <summary>Avoids a host from now on; one that is avoided already for longer.</summary>
    public void Add(string host)
    {
        _hosts.RemoveAll(avoided => avoided.Host == host);
        _hosts.Add((host, time.GetTimestamp()));
    }

    /// <summary>Moves what has changed into a heartbeat, which the caller repeats until it is answered.</summary>
    public void MoveChangesInto(AllocateRequestProto heartbeat)
    {
        _hosts.RemoveAll(avoided => time.GetElapsedTime(avoided.Since) >= Term);
        var avoided = _hosts.TakeLast(ClusterNodes / SmallestShare).Select(static avoided => avoided.Host).ToHashSet(StringComparer.Ordinal);
        if (avoided.SetEquals(_told))
            return;
        heartbeat.BlacklistRequest = new ResourceBlacklistRequestProto
        {
            BlacklistAdditions = { avoided.Except(_told) },
            BlacklistRemovals = { _told.Except(avoided) },
        };
        _told.Clear();
        _told.UnionWith(avoided);
    }

    /// <summary>Makes everything a change again, for a ResourceManager that knows nothing of this application any more.</summary>
    public void Resend() => _told.Clear();
}
