namespace Skein.Hadoop.Hdfs;

/// <summary>Names of the RPC protocols of HDFS, as a connection declares them.</summary>
public static class HdfsProtocols
{
    /// <summary>Clients to NameNode.</summary>
    public const string NameNode = "org.apache.hadoop.hdfs.protocol.ClientProtocol";

    /// <summary>Clients to DataNode, on its IPC port.</summary>
    public const string DataNode = "org.apache.hadoop.hdfs.protocol.ClientDatanodeProtocol";
}
