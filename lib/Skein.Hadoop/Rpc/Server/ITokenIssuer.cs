namespace Skein.Hadoop.Rpc.Server;

/// <summary>Knows the tokens that open a server.</summary>
public interface ITokenIssuer
{
    /// <summary>The token with an identifier; null if it was never issued, has expired or was cancelled.</summary>
    TokenHolder? Find(ReadOnlySpan<byte> identifier);
}
