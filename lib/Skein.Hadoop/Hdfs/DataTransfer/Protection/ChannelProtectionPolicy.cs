namespace Skein.Hadoop.Hdfs.DataTransfer.Protection;

/// <summary>How a connection to a DataNode begins. Facts in, decision out; no I/O.</summary>
/// <remarks>
/// Both ends decide by themselves and nothing is negotiated, so the order is Hadoop's: a NameNode that has data encryption keys wins; then
/// only secure clusters protect anything, not where a privileged port has to vouch for the DataNode, and only with the setting for it.
/// </remarks>
internal static class ChannelProtectionPolicy
{
    // Only the superuser of the DataNode's machine can listen on a port below.
    private const int FirstUnprivilegedPort = 1024;

    /// <summary>Decides. A trusted connection needs no decision: nothing happens on it.</summary>
    /// <param name="options">The client's settings.</param>
    /// <param name="nameNodeEncrypts">Whether the NameNode says that its DataNodes want everything encrypted.</param>
    /// <param name="port">The DataNode's port.</param>
    /// <param name="hasBlockToken">Whether the NameNode gave a token for the block.</param>
    /// <exception cref="DataTransferException">The cluster offers less than the settings want.</exception>
    public static ChannelProtection Decide(DataTransferOptions options, bool nameNodeEncrypts, int port, bool hasBlockToken)
    {
        if (nameNodeEncrypts)
            return ChannelProtection.EncryptionKey;
        if (options.RequireEncryption)
        {
            throw new DataTransferException(
                "would be sent everything unencrypted, as the NameNode has it, but dfs.encrypt.data.transfer is true here; "
                    + "set it to false for this cluster, or to true on its NameNode and DataNodes");
        }

        if (!options.IsSecure || port < FirstUnprivilegedPort || options.Protection.Count == 0)
            return ChannelProtection.None;
        if (hasBlockToken)
            return ChannelProtection.BlockToken;
        return options.AllowSimpleFallback
            ? ChannelProtection.None
            : throw new DataTransferException(
                "can not be logged in to, as dfs.data.transfer.protection wants: the NameNode gave no token for the block; set "
                    + "dfs.block.access.token.enable on the NameNode, or ipc.client.fallback-to-simple-auth-allowed here if the cluster has no security");
    }
}
