namespace Skein.Hadoop.Hdfs.DataTransfer;

/// <summary>A DataNode could not be reached, refused an operation, broke the protocol or its connection was lost.</summary>
/// <remarks>The message is a clause without the DataNode's address: whoever knows the address puts it in front.</remarks>
internal sealed class DataTransferException : IOException
{
    public DataTransferException(string reason, Exception? inner = null)
        : base(reason, inner)
    {
    }

    public DataTransferException(string reason, DataTransferFault fault)
        : base(reason) =>
        Fault = fault;

    /// <summary>What it means for the next attempt.</summary>
    public DataTransferFault Fault { get; }
}
