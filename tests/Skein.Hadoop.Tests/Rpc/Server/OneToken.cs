using Skein.Hadoop.Rpc.Server;
using Skein.Hadoop.Security;

namespace Skein.Hadoop.Tests.Rpc.Server;

/// <summary>Knows one token, whose holder is alice.</summary>
internal sealed class OneToken : ITokenIssuer
{
    public Token Token { get; } = new(new byte[] { 1, 2, 3 }, new Secret("password"u8.ToArray()), "KIND", "");

    public TokenHolder? Find(ReadOnlySpan<byte> identifier) =>
        identifier.SequenceEqual(Token.Identifier.Span) ? new TokenHolder("alice", Token.Password) : null;
}
