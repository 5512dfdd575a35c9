namespace Skein.Hadoop.Hdfs.DataTransfer;

/// <summary>What a <see cref="DataTransferException"/> means for the next attempt.</summary>
internal enum DataTransferFault
{
    /// <summary>The DataNode is to blame, or the way to it.</summary>
    Other = 0,

    /// <summary>The DataNode is sound; the block's token has expired, and the NameNode has a new one.</summary>
    TokenRefused = 1,

    /// <summary>The DataNode is sound; the data encryption key has expired, and the NameNode has a new one.</summary>
    KeyUnknown = 2,
}
