using Google.Protobuf;
using Skein.Hadoop.Security;
using Skein.Hadoop.Security.Protocol;
using Skein.LocalCluster.Tokens.Protocol;

namespace Skein.LocalCluster.Tokens;

/// <summary>Tokens that prove an allocation: the ResourceManager issues them, a node starts nothing without one.</summary>
public sealed class ContainerTokens
{
    private readonly TokenSecrets _secrets = new(TokenKinds.Container);

    /// <summary>The token of one allocated container.</summary>
    /// <param name="identifier">What is allocated, to whom, on which node, until when.</param>
    public Token Issue(ContainerTokenIdentifierProto identifier) => _secrets.Issue(identifier, identifier.NmHostAddr);

    /// <summary>What a token allocates; null if it was not issued here, or was changed.</summary>
    public ContainerTokenIdentifierProto? Open(TokenProto token)
    {
        if (!_secrets.IsGenuine(token))
            return null;
        try
        {
            return ContainerTokenIdentifierProto.Parser.ParseFrom(token.Identifier);
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }
}
