namespace Skein.Hadoop.Security;

/// <summary>DIGEST-MD5 with auth-int: <c>message | signature (10 bytes) | trailer (6 bytes)</c>.</summary>
internal sealed class DigestIntegrity(byte[] sessionKey) : ISecurityLayer
{
    private const int Overhead = DigestSigning.SignatureLength + DigestSigning.TrailerLength;

    private readonly DigestSigning _sending = new(sessionKey, toServer: true);
    private readonly DigestSigning _receiving = new(sessionKey, toServer: false);

    // RFC 2831: a peer that names no maxbuf takes 65536 bytes.
    public int MaxMessageLength => 65536 - Overhead;

    public byte[] Wrap(ReadOnlySpan<byte> message)
    {
        var wrapped = new byte[message.Length + Overhead];
        message.CopyTo(wrapped);
        _sending.Sign(message).CopyTo(wrapped.AsSpan(message.Length));
        _sending.Seal(wrapped.AsSpan(message.Length + DigestSigning.SignatureLength));
        return wrapped;
    }

    public byte[] Unwrap(ReadOnlySpan<byte> message)
    {
        if (message.Length < Overhead)
            throw new InvalidDataException($"A signed message of {message.Length} bytes is too short for its signature");
        var content = message[..^Overhead];
        _receiving.Verify(content, message[content.Length..^DigestSigning.TrailerLength], message[^DigestSigning.TrailerLength..]);
        return content.ToArray();
    }

    public void Dispose()
    {
    }
}
