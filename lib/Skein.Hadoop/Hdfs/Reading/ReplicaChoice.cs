using Skein.Hadoop.Hdfs.Protocol;

namespace Skein.Hadoop.Hdfs.Reading;

/// <summary>Which replica of a block is read next. One object serves one open file, block after block; it does no I/O.</summary>
/// <remarks>
/// Replicas are taken in the NameNode's order, nearest first, each once; DataNodes that failed at an earlier block come last. When all
/// have failed the NameNode is asked once more: replicas move and tokens expire.
/// </remarks>
internal sealed class ReplicaChoice
{
    private readonly HashSet<string> _suspects = new(StringComparer.Ordinal);
    private readonly HashSet<string> _tried = new(StringComparer.Ordinal);
    private readonly List<string> _faults = [];
    private ulong _block;
    private bool _askedAgain;

    /// <summary>What went wrong at this block so far, one clause for each DataNode.</summary>
    public string Faults => _faults.Count == 0 ? "the NameNode knows of no replica" : string.Join("; ", _faults);

    /// <summary>The replica to read now; null if all have failed.</summary>
    public DatanodeInfoProto? Next(LocatedBlockProto block)
    {
        if (block.B.BlockId != _block)
        {
            _block = block.B.BlockId;
            _askedAgain = false;
            _tried.Clear();
            _faults.Clear();
        }

        DatanodeInfoProto? suspect = null;
        foreach (var node in block.Locs)
        {
            if (_tried.Contains(node.Id.DatanodeUuid))
                continue;
            if (!_suspects.Contains(node.Id.DatanodeUuid))
                return node;
            suspect ??= node;
        }

        return suspect;
    }

    /// <summary>A replica could not be read.</summary>
    /// <returns>The fault as one clause.</returns>
    public string Failed(DatanodeInfoProto node, string reason)
    {
        _tried.Add(node.Id.DatanodeUuid);
        _suspects.Add(node.Id.DatanodeUuid);
        var fault = $"{node.Describe()}: {reason}";
        _faults.Add(fault);
        return fault;
    }

    /// <summary>Whether the NameNode should be asked for the replicas again. True once for each block.</summary>
    public bool MayAskAgain()
    {
        if (_askedAgain)
            return false;
        _askedAgain = true;
        _tried.Clear();
        return true;
    }
}
