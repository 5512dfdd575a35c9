namespace Skein.Hadoop.Hdfs.DataTransfer;

/// <summary>Operations of the data transfer protocol, by their numbers on the wire.</summary>
internal enum DataTransferOperation : byte
{
    WriteBlock = 80,
    ReadBlock = 81,
}
