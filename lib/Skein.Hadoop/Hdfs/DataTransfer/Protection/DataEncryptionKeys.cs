namespace Skein.Hadoop.Hdfs.DataTransfer.Protection;

/// <summary>The NameNode's data encryption key, asked for when it is needed and kept until it expires. Safe to share between threads.</summary>
internal sealed class DataEncryptionKeys
{
    private static readonly ulong LatestExpiry = (ulong)DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    private readonly NameNodeClient _nameNode;
    private readonly TimeProvider _time;
    private volatile Key? _key;

    public DataEncryptionKeys(NameNodeClient nameNode, TimeProvider time)
    {
        _nameNode = nameNode;
        _time = time;
    }

    /// <summary>The login that the present key gives.</summary>
    /// <param name="refused">A login that a DataNode did not know, which is not given again; null: none.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <exception cref="DataTransferException">The NameNode gives no key, or one that can not be used.</exception>
    /// <exception cref="IOException">The NameNode can not be asked.</exception>
    public async Task<DataTransferIdentity> GetAsync(DataTransferIdentity? refused, CancellationToken cancellation)
    {
        if (_key is { } known && !ReferenceEquals(known.Identity, refused) && _time.GetUtcNow() < known.Expiry)
            return known.Identity;
        // Two callers at once ask twice, which does no harm.
        var message = await _nameNode.GetDataEncryptionKeyAsync(cancellation)
            ?? throw new DataTransferException("wants everything encrypted, but the NameNode has no data encryption key");
        var expiry = DateTimeOffset.FromUnixTimeMilliseconds((long)Math.Min(message.ExpiryDate, LatestExpiry));
        var key = new Key(DataTransferIdentity.Of(message), expiry);
        _key = key;
        return key.Identity;
    }

    private sealed record Key(DataTransferIdentity Identity, DateTimeOffset Expiry);
}
