using System.Security.Cryptography;
using Google.Protobuf;
using Skein.Hadoop.Rpc.Server;
using Skein.Hadoop.Security;
using Skein.LocalCluster.Tokens.Protocol;

namespace Skein.LocalCluster.Tokens;

/// <summary>The one token that opens the ResourceManager to clients. Who has it is the cluster's user.</summary>
/// <remarks>
/// Its kind is that of a ResourceManager's delegation token, so that Hadoop's own clients show it when their token file holds it.
/// </remarks>
internal sealed class ClientToken : ITokenIssuer
{
    private const int PasswordLength = 32;

    private readonly byte[] _identifier;
    private readonly TokenHolder _holder;

    public ClientToken(string user)
    {
        _identifier = new RMDelegationTokenIdentifierProto { Owner = user, Renewer = user, SequenceNumber = 1, MasterKeyId = 1 }.ToByteArray();
        _holder = new TokenHolder(user, new Secret(RandomNumberGenerator.GetBytes(PasswordLength)));
    }

    /// <summary>The token for a ResourceManager's address.</summary>
    /// <param name="service"><c>ip:port</c>.</param>
    public Token For(string service) => new(_identifier, _holder.Password, TokenKinds.ResourceManagerDelegation, service);

    /// <inheritdoc />
    public TokenHolder? Find(ReadOnlySpan<byte> identifier) => identifier.SequenceEqual(_identifier) ? _holder : null;
}
