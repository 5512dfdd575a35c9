using Skein.Hadoop.Hdfs.Protocol;

namespace Skein.Hadoop.Hdfs.Writing;

/// <summary>What becomes of a block whose pipeline broke while it was being written. Facts in, decision out; no I/O.</summary>
/// <remarks>
/// The block goes on with the DataNodes that are left, down to one; none is added. The NameNode brings the block back to its replication
/// when the file is complete. A DataNode that only refuses the token is not to blame: a new token comes with every recovery.
/// </remarks>
internal sealed class PipelineRecoveryPolicy
{
    /// <summary>Recoveries in a row that brought not one packet forward, after which the block is given up.</summary>
    public const int MaxFruitlessRecoveries = 5;

    private readonly List<string> _faults = [];
    private long _lastProgress = long.MinValue;
    private int _fruitless;

    /// <summary>The faults so far, in one clause each.</summary>
    public string Faults => string.Join("; ", _faults);

    /// <summary>Decides about a fault.</summary>
    /// <param name="pipeline">The pipeline that broke.</param>
    /// <param name="fault">What broke it.</param>
    /// <param name="progress">Sequence number of the last packet that was acknowledged.</param>
    /// <returns>The DataNodes to go on with; null to give up.</returns>
    public Pipeline? Decide(Pipeline pipeline, PipelineFaultException fault, long progress)
    {
        _faults.Add(fault.Message);
        _fruitless = progress > _lastProgress ? 1 : _fruitless + 1;
        _lastProgress = progress;
        if (_fruitless > MaxFruitlessRecoveries)
            return null;
        if (fault.Status == Status.ErrorAccessToken)
            return pipeline;
        return pipeline.Nodes.Count > 1 ? pipeline.Without(fault.Node) : null;
    }
}
