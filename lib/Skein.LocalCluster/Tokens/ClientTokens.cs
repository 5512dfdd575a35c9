using Skein.Hadoop.Rpc.Server;

namespace Skein.LocalCluster.Tokens;

/// <summary>The tokens of several users. Each opens the ResourceManager in the name of its own.</summary>
internal sealed class ClientTokens(IReadOnlyList<ClientToken> tokens) : ITokenIssuer
{
    /// <inheritdoc />
    public TokenHolder? Find(ReadOnlySpan<byte> identifier)
    {
        foreach (var token in tokens)
        {
            if (token.Find(identifier) is { } holder)
                return holder;
        }

        return null;
    }
}
