namespace Skein.Hadoop.Security;

/// <summary>Login by token. The server's offer already holds the challenge, so that one round is enough.</summary>
internal sealed class TokenSaslClient(Func<string, DigestMd5> digests) : ISaslClient
{
    private DigestMd5? _digest;

    public TokenSaslClient(Token token, IReadOnlyList<QualityOfProtection> accepted)
        : this(digestUri => DigestMd5.ForToken(token, digestUri, accepted))
    {
    }

    public string Method => "TOKEN";

    public string Mechanism => "DIGEST-MD5";

    public byte[] Start(string protocol, string serverId, ReadOnlySpan<byte> challenge)
    {
        _digest = digests($"{protocol}/{serverId}");
        return _digest.Respond(challenge);
    }

    public byte[] Continue(ReadOnlySpan<byte> challenge) =>
        throw new InvalidDataException("the server sends a second challenge, DIGEST-MD5 has one only");

    public ISecurityLayer? Complete(ReadOnlySpan<byte> answer) =>
        _digest is null ? throw new InvalidOperationException("The login was not started") : _digest.Complete(answer);
}
