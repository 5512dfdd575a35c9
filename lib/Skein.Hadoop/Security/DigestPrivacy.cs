namespace Skein.Hadoop.Security;

/// <summary>
/// DIGEST-MD5 with auth-conf: <c>cipher(message | padding | signature (10 bytes)) | trailer (6 bytes)</c>. The padding of a cipher of
/// blocks fills message and signature up to whole blocks, each of its bytes is its length, 1 to 8; other ciphers have none.
/// </summary>
internal sealed class DigestPrivacy : ISecurityLayer
{
    private const int MaxBlockLength = 8;

    private readonly DigestSigning _sending;
    private readonly DigestSigning _receiving;
    private readonly DigestCipher _encryptor;
    private readonly DigestCipher _decryptor;

    /// <param name="sessionKey">H(A1) of the login.</param>
    /// <param name="cipher">A name of <see cref="DigestCipher"/>.</param>
    public DigestPrivacy(byte[] sessionKey, string cipher)
    {
        _sending = new DigestSigning(sessionKey, toServer: true);
        _receiving = new DigestSigning(sessionKey, toServer: false);
        _encryptor = DigestCipher.Create(cipher, sessionKey, toServer: true, encrypt: true);
        _decryptor = DigestCipher.Create(cipher, sessionKey, toServer: false, encrypt: false);
    }

    // RFC 2831: a peer that names no maxbuf takes 65536 bytes.
    public int MaxMessageLength => 65536 - MaxBlockLength - DigestSigning.SignatureLength - DigestSigning.TrailerLength;

    public byte[] Wrap(ReadOnlySpan<byte> message)
    {
        var block = _encryptor.BlockLength;
        var padding = block > 1 ? block - ((message.Length + DigestSigning.SignatureLength) % block) : 0;
        var length = message.Length + padding + DigestSigning.SignatureLength;
        var wrapped = new byte[length + DigestSigning.TrailerLength];
        message.CopyTo(wrapped);
        wrapped.AsSpan(message.Length, padding).Fill((byte)padding);
        _sending.Sign(message).CopyTo(wrapped.AsSpan(message.Length + padding));
        _encryptor.Transform(wrapped, 0, length);
        _sending.Seal(wrapped.AsSpan(length));
        return wrapped;
    }

    public byte[] Unwrap(ReadOnlySpan<byte> message)
    {
        var length = message.Length - DigestSigning.TrailerLength;
        var block = _decryptor.BlockLength;
        if (length < DigestSigning.SignatureLength || length % block != 0 || (block > 1 && length < 2 * block))
            throw new InvalidDataException($"An encrypted message of {message.Length} bytes does not fill whole blocks");

        var plain = message[..length].ToArray();
        _decryptor.Transform(plain, 0, length);
        var content = plain.AsSpan(0, length - DigestSigning.SignatureLength - Padding(plain, block));
        _receiving.Verify(content, plain.AsSpan(length - DigestSigning.SignatureLength), message[length..]);
        return content.ToArray();
    }

    public void Dispose()
    {
        _encryptor.Dispose();
        _decryptor.Dispose();
    }

    // A padding of nonsense is treated as one of one byte: the signature decides, and tells a forger nothing of the padding.
    private static int Padding(byte[] plain, int block)
    {
        if (block == 1)
            return 0;
        int padding = plain[^(DigestSigning.SignatureLength + 1)];
        return padding < 1 || padding > block || padding > plain.Length - DigestSigning.SignatureLength ? 1 : padding;
    }
}
