using Skein.Hadoop.Security;

namespace Skein.Hadoop.Tests.Hdfs;

/// <summary>The server's end of DIGEST-MD5's layers, of whichever protection: without a cipher it only signs.</summary>
internal sealed class FakeSecurityLayer(byte[] sessionKey, string? cipher) : ISecurityLayer
{
    private readonly DigestSigning _sending = new(sessionKey, toServer: false);
    private readonly DigestSigning _receiving = new(sessionKey, toServer: true);
    private readonly DigestCipher? _encryptor =
        cipher is null ? null : DigestCipher.Create(cipher, sessionKey, toServer: false, encrypt: true);

    private readonly DigestCipher? _decryptor =
        cipher is null ? null : DigestCipher.Create(cipher, sessionKey, toServer: true, encrypt: false);

    public int MaxMessageLength => 1 << 20;

    public byte[] Wrap(ReadOnlySpan<byte> message)
    {
        var block = _encryptor?.BlockLength ?? 1;
        var padding = block > 1 ? block - ((message.Length + DigestSigning.SignatureLength) % block) : 0;
        byte[] plain = [.. message, .. Enumerable.Repeat((byte)padding, padding), .. _sending.Sign(message)];
        _encryptor?.Transform(plain, 0, plain.Length);
        var trailer = new byte[DigestSigning.TrailerLength];
        _sending.Seal(trailer);
        return [.. plain, .. trailer];
    }

    public byte[] Unwrap(ReadOnlySpan<byte> message)
    {
        var plain = message[..^DigestSigning.TrailerLength].ToArray();
        _decryptor?.Transform(plain, 0, plain.Length);
        var end = plain.Length - DigestSigning.SignatureLength;
        var content = plain.AsSpan(0, _decryptor is { BlockLength: > 1 } ? end - plain[end - 1] : end);
        _receiving.Verify(content, plain.AsSpan(end), message[^DigestSigning.TrailerLength..]);
        return content.ToArray();
    }

    public void Dispose()
    {
        _encryptor?.Dispose();
        _decryptor?.Dispose();
    }
}
