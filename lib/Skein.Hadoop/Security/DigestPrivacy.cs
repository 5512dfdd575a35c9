using System.Numerics;
using System.Security.Cryptography;

namespace Skein.Hadoop.Security;

/// <summary>
/// DIGEST-MD5 with auth-conf and 3des: <c>3des-cbc(message | padding | signature (10 bytes)) | trailer (6 bytes)</c>. The padding fills
/// message and signature up to whole blocks of 8 bytes, each of its bytes is its length, 1 to 8.
/// </summary>
internal sealed class DigestPrivacy : ISecurityLayer
{
    private const int BlockLength = 8;

    private readonly DigestSigning _sending;
    private readonly DigestSigning _receiving;

    // The chaining of blocks runs on from message to message, so each direction keeps one transform for good.
    private readonly ICryptoTransform _encryptor;
    private readonly ICryptoTransform _decryptor;

    public DigestPrivacy(byte[] sessionKey)
    {
        _sending = new DigestSigning(sessionKey, toServer: true);
        _receiving = new DigestSigning(sessionKey, toServer: false);
        _encryptor = CreateTransform(
            Md5.Hash(sessionKey, [.. "Digest H(A1) to client-to-server sealing key magic constant"u8]), encrypt: true);
        _decryptor = CreateTransform(
            Md5.Hash(sessionKey, [.. "Digest H(A1) to server-to-client sealing key magic constant"u8]), encrypt: false);
    }

    // RFC 2831: a peer that names no maxbuf takes 65536 bytes.
    public int MaxMessageLength => 65536 - BlockLength - DigestSigning.SignatureLength - DigestSigning.TrailerLength;

    public byte[] Wrap(ReadOnlySpan<byte> message)
    {
        var padding = BlockLength - ((message.Length + DigestSigning.SignatureLength) % BlockLength);
        var plain = new byte[message.Length + padding + DigestSigning.SignatureLength];
        message.CopyTo(plain);
        plain.AsSpan(message.Length, padding).Fill((byte)padding);
        _sending.Sign(message).CopyTo(plain.AsSpan(message.Length + padding));

        var wrapped = new byte[plain.Length + DigestSigning.TrailerLength];
        _encryptor.TransformBlock(plain, 0, plain.Length, wrapped, 0);
        _sending.Seal(wrapped.AsSpan(plain.Length));
        return wrapped;
    }

    public byte[] Unwrap(ReadOnlySpan<byte> message)
    {
        var length = message.Length - DigestSigning.TrailerLength;
        if (length < 2 * BlockLength || length % BlockLength != 0)
            throw new InvalidDataException($"An encrypted message of {message.Length} bytes does not fill whole blocks");

        var plain = new byte[length];
        _decryptor.TransformBlock(message[..length].ToArray(), 0, length, plain, 0);

        // A padding of nonsense is treated as one of one byte: the signature decides, and tells a forger nothing of the padding.
        int padding = plain[^(DigestSigning.SignatureLength + 1)];
        if (padding is < 1 or > BlockLength || padding > length - DigestSigning.SignatureLength)
            padding = 1;
        var content = plain.AsSpan(0, length - DigestSigning.SignatureLength - padding);
        _receiving.Verify(content, plain.AsSpan(length - DigestSigning.SignatureLength), message[length..]);
        return content.ToArray();
    }

    public void Dispose()
    {
        _encryptor.Dispose();
        _decryptor.Dispose();
    }

    // The sealing digest holds two DES keys of 56 bits in its first 14 bytes; its last 8 bytes start the chain.
    private static ICryptoTransform CreateTransform(byte[] sealing, bool encrypt)
    {
        using var cipher = TripleDES.Create();
        cipher.Mode = CipherMode.CBC;
        cipher.Padding = PaddingMode.None;
        cipher.Key = [.. ExpandKey(sealing.AsSpan(0, 7)), .. ExpandKey(sealing.AsSpan(7, 7))];
        cipher.IV = sealing[8..];
        return encrypt ? cipher.CreateEncryptor() : cipher.CreateDecryptor();
    }

    // A DES key is eight bytes of seven key bits each, most significant first, and a lowest bit that makes the number of ones odd.
    private static byte[] ExpandKey(ReadOnlySpan<byte> bits)
    {
        ulong key = 0;
        foreach (var next in bits)
            key = (key << 8) | next;

        var expanded = new byte[BlockLength];
        for (var i = 0; i < expanded.Length; i++)
        {
            var seven = (uint)(key >> (49 - (7 * i))) & 0x7F;
            var parity = (BitOperations.PopCount(seven) & 1) ^ 1;
            expanded[i] = (byte)((seven << 1) | (uint)parity);
        }

        return expanded;
    }
}
