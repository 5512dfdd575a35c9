using System.Security.Cryptography;
using Google.Protobuf;
using Skein.Hadoop.Security;
using Skein.Hadoop.Security.Protocol;

namespace Skein.LocalCluster.Tokens;

/// <summary>
/// Makes tokens of one kind and knows them again: a password is the identifier's HMAC under a key that never leaves the process, so
/// nothing needs to be remembered of what was issued.
/// </summary>
/// <param name="kind">Kind of the tokens, such as <see cref="TokenKinds.NodeManager"/>.</param>
internal sealed class TokenSecrets(string kind)
{
    private const int KeyLength = 32;

    private readonly byte[] _key = RandomNumberGenerator.GetBytes(KeyLength);

    /// <summary>A token for a service.</summary>
    public Token Issue(IMessage identifier, string service)
    {
        var bytes = identifier.ToByteArray();
        return new Token(bytes, PasswordOf(bytes), kind, service);
    }

    /// <summary>The password of the token with an identifier, whether it was issued or not.</summary>
    public Secret PasswordOf(ReadOnlySpan<byte> identifier) => new(HMACSHA256.HashData(_key, identifier));

    /// <summary>Whether a token was issued here and not changed.</summary>
    public bool IsGenuine(TokenProto token) =>
        token.Kind == kind
        && CryptographicOperations.FixedTimeEquals(token.Password.Span, PasswordOf(token.Identifier.Span).Reveal());
}
