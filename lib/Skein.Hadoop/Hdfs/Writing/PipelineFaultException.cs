using Skein.Hadoop.Hdfs.Protocol;

namespace Skein.Hadoop.Hdfs.Writing;

/// <summary>A DataNode of a pipeline failed, at its set-up or later.</summary>
internal sealed class PipelineFaultException : IOException
{
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="node">Position of the DataNode to blame.</param>
    /// <param name="status">What was answered; <see cref="Status.Error"/> where there was no answer.</param>
    /// <param name="reason">What happened, without the DataNode's name.</param>
    /// <param name="inner">The cause, or null.</param>
    public PipelineFaultException(Pipeline pipeline, int node, Status status, string reason, Exception? inner = null)
        : base($"{pipeline.Nodes[node].Info.Describe()}: {reason}", inner)
    {
        Node = node;
        Status = status;
    }

    /// <summary>Position in the pipeline of the DataNode to blame.</summary>
    public int Node { get; }

    public Status Status { get; }
}
