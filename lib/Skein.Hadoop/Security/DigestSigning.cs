using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Skein.Hadoop.Security;

/// <summary>Numbers and signs the messages of one direction of a DIGEST-MD5 layer.</summary>
/// <remarks>
/// <code>
/// signature  HMAC-MD5(key, u32 number | message), its first 10 bytes
/// trailer    u16 1 | u32 number, all big-endian; numbers begin with 0 in each direction
/// </code>
/// </remarks>
internal sealed class DigestSigning(byte[] sessionKey, bool toServer)
{
    public const int SignatureLength = 10;
    public const int TrailerLength = sizeof(ushort) + sizeof(uint);

    private const ushort MessageType = 1;

    private readonly byte[] _key = Md5.Hash(
        sessionKey,
        toServer
            ? "Digest session key to client-to-server signing key magic constant"u8
            : "Digest session key to server-to-client signing key magic constant"u8);

    private uint _number;

    /// <summary>Signature of the message whose turn it is.</summary>
    public ReadOnlySpan<byte> Sign(ReadOnlySpan<byte> message)
    {
        Span<byte> number = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(number, _number);
        return Md5.Authenticate(_key, number, message).AsSpan(0, SignatureLength);
    }

    /// <summary>Writes the trailer of the message whose turn it is, and goes on to the next.</summary>
    public void Seal(Span<byte> trailer)
    {
        BinaryPrimitives.WriteUInt16BigEndian(trailer, MessageType);
        BinaryPrimitives.WriteUInt32BigEndian(trailer[sizeof(ushort)..], _number++);
    }

    /// <summary>Checks signature and trailer of the message whose turn it is, and goes on to the next.</summary>
    /// <exception cref="InvalidDataException">They do not belong to this message.</exception>
    public void Verify(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature, ReadOnlySpan<byte> trailer)
    {
        if (BinaryPrimitives.ReadUInt16BigEndian(trailer) != MessageType
            || BinaryPrimitives.ReadUInt32BigEndian(trailer[sizeof(ushort)..]) != _number)
        {
            throw new InvalidDataException($"A protected message came out of turn; number {_number} was due");
        }

        if (!CryptographicOperations.FixedTimeEquals(Sign(message), signature))
            throw new InvalidDataException($"The signature of protected message {_number} is wrong: it was changed on its way");
        _number++;
    }
}
