using Google.Protobuf;
using Skein.Hadoop.Hdfs.DataTransfer.Protection;
using Skein.Hadoop.Hdfs.Protocol;
using Skein.Hadoop.Security;
using Skein.Hadoop.Tests.Rpc;

namespace Skein.Hadoop.Tests.Hdfs.Protection;

public sealed class BlockTokenIdentifierTests
{
    private static readonly byte[] Recorded = Convert.FromHexString(
        GoldenFile.Open("hdfs-sasl-write").Root.GetProperty("aes").GetProperty("blockTokenIdentifier").GetString()!);

    [Fact]
    public void The_recorded_identifier_has_no_secret() => Assert.Null(BlockTokenIdentifier.ReadHandshakeSecret(Recorded));

    [Fact]
    public void A_secret_behind_a_writable_identifier_is_found_with_its_pool()
    {
        var writer = new WritableWriter();
        writer.WriteRaw(Recorded);
        writer.WriteBytes([1, 2, 3]);
        var found = BlockTokenIdentifier.ReadHandshakeSecret(writer.Written);
        Assert.Equal([1, 2, 3], found!.Secret.ToByteArray());
        Assert.Equal("BP-1971300998-127.0.0.1-1795225103336", found.Bpid);
    }

    [Fact]
    public void A_secret_in_a_protobuf_identifier_is_found_with_its_pool()
    {
        // Field 1, the expiry, is what such an identifier begins with.
        byte[] identifier =
            [8, 5, .. new BlockTokenSecretProto { BlockPoolId = "BP-1", HandshakeSecret = ByteString.CopyFrom(7, 8) }.ToByteArray()];
        var found = BlockTokenIdentifier.ReadHandshakeSecret(identifier);
        Assert.Equal([7, 8], found!.Secret.ToByteArray());
        Assert.Equal("BP-1", found.Bpid);
    }

    [Fact]
    public void An_identifier_that_can_not_be_read_has_no_secret()
    {
        Assert.Null(BlockTokenIdentifier.ReadHandshakeSecret([]));
        Assert.Null(BlockTokenIdentifier.ReadHandshakeSecret([8, 0xFF]));
        for (var length = 1; length < Recorded.Length; length++)
            Assert.Null(BlockTokenIdentifier.ReadHandshakeSecret(Recorded.AsSpan(0, length)));
    }
}
