namespace Skein.Hadoop.Hdfs.DataTransfer.Protection;

/// <summary>What happens on a connection to a DataNode before the first operation.</summary>
internal enum ChannelProtection
{
    /// <summary>Nothing: operations are sent at once.</summary>
    None = 0,

    /// <summary>A login with the block's token, which agrees on what <c>dfs.data.transfer.protection</c> allows.</summary>
    BlockToken = 1,

    /// <summary>A login with the NameNode's data encryption key, after which everything is encrypted.</summary>
    EncryptionKey = 2,
}
