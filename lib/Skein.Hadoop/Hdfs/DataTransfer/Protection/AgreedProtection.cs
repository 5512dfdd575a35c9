using Skein.Hadoop.Security;

namespace Skein.Hadoop.Hdfs.DataTransfer.Protection;

/// <summary>What a login at a DataNode agreed on: AES without frames, or the login's own layer, or nothing.</summary>
internal sealed class AgreedProtection(AesCtr? sending, AesCtr? receiving, ISecurityLayer? layer)
{
    /// <summary>The connection as it is used from here on; it owns the one below.</summary>
    public Stream Apply(Stream connection)
    {
        if (sending is not null && receiving is not null)
            return new AesStream(connection, sending, receiving);
        return layer is null ? connection : new SecurityLayerStream(connection, layer);
    }
}
