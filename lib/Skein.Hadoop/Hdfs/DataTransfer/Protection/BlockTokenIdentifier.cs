using Google.Protobuf;
using Skein.Hadoop.Hdfs.Protocol;
using Skein.Hadoop.Security;

namespace Skein.Hadoop.Hdfs.DataTransfer.Protection;

/// <summary>The part of a block token's identifier that concerns clients; the rest is between NameNode and DataNode.</summary>
/// <remarks>
/// <code>
/// Writable, if the first byte is 0 or above 127:
///   vlong expiry | vint key | str user | str pool | vlong block | vint n, n Text modes | vint n, n Text storage types
///   | vint n, n str storage ids | vint length, handshake secret        the last two parts may be absent
///   str = i32 big-endian length | UTF-8
/// else BlockTokenSecretProto
/// </code>
/// </remarks>
internal static class BlockTokenIdentifier
{
    /// <summary>The secret that goes into the first message to a DataNode; null if there is none, or if the identifier can not be read.</summary>
    public static HandshakeSecretProto? ReadHandshakeSecret(ReadOnlySpan<byte> identifier)
    {
        if (identifier.IsEmpty)
            return null;
        try
        {
            return identifier[0] is 0 or > 127 ? ReadWritable(identifier) : ReadProtobuf(identifier);
        }
        catch (Exception e) when (e is InvalidDataException or InvalidProtocolBufferException)
        {
            // Another release's identifier: the DataNode is the one to judge it.
            return null;
        }
    }

    private static HandshakeSecretProto? ReadWritable(ReadOnlySpan<byte> identifier)
    {
        var reader = new WritableReader(identifier);
        reader.ReadVLong();
        reader.ReadVInt();
        reader.ReadString();
        var pool = reader.ReadString();
        reader.ReadVLong();
        for (var modes = reader.ReadVInt(); modes > 0; modes--)
            reader.ReadText();
        for (var types = reader.ReadVInt(); types > 0; types--)
            reader.ReadText();
        if (reader.Remaining == 0)
            return null;
        for (var ids = reader.ReadVInt(); ids > 0; ids--)
            reader.ReadString();
        return reader.Remaining == 0 ? null : Secret(reader.ReadBytes(), pool);
    }

    private static HandshakeSecretProto? ReadProtobuf(ReadOnlySpan<byte> identifier)
    {
        var secret = BlockTokenSecretProto.Parser.ParseFrom(identifier);
        return Secret(secret.HandshakeSecret.Span, secret.BlockPoolId);
    }

    private static HandshakeSecretProto? Secret(ReadOnlySpan<byte> secret, string pool) =>
        secret.IsEmpty ? null : new HandshakeSecretProto { Secret = ByteString.CopyFrom(secret), Bpid = pool };
}
