using System.Buffers.Binary;
using Google.Protobuf;
using Skein.Hadoop.Rpc;

namespace Skein.Hadoop.Hdfs.DataTransfer;

/// <summary>Requests of the data transfer protocol.</summary>
/// <remarks><code>request = u16 big-endian version 28 | u8 operation | varint length | operation's message</code></remarks>
internal static class DataTransferRequest
{
    private const ushort Version = 28;

    /// <summary>One operation, ready to be sent.</summary>
    public static byte[] Encode(DataTransferOperation operation, IMessage message)
    {
        const int FixedLength = sizeof(ushort) + sizeof(byte);
        var body = Delimited.Encode(message);
        var request = new byte[FixedLength + body.Length];
        BinaryPrimitives.WriteUInt16BigEndian(request, Version);
        request[sizeof(ushort)] = (byte)operation;
        body.CopyTo(request.AsSpan(FixedLength));
        return request;
    }
}
