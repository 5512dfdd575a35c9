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

    private readonly TimeProvider _time;
    private long _lastUse;

    public ClientToken(string user, TimeProvider time)
    {
        _time = time;
        _lastUse = time.GetTimestamp();
        _identifier = new RMDelegationTokenIdentifierProto { Owner = user, Renewer = user, SequenceNumber = 1, MasterKeyId = 1 }.ToByteArray();
        _holder = new TokenHolder(user, new Secret(RandomNumberGenerator.GetBytes(PasswordLength)));
    }

    /// <summary>The token for a ResourceManager's address.</summary>
    /// <param name="service"><c>ip:port</c>.</param>
    public Token For(string service) => new(_identifier, _holder.Password, TokenKinds.ResourceManagerDelegation, service);

    /// <summary>How long ago a client connected, or <see cref="Touch"/> was called.</summary>
    public TimeSpan Unused => _time.GetElapsedTime(Interlocked.Read(ref _lastUse));

    public void Touch() => Interlocked.Exchange(ref _lastUse, _time.GetTimestamp());

    /// <inheritdoc />
    public TokenHolder? Find(ReadOnlySpan<byte> identifier)
    {
        Touch();
        return identifier.SequenceEqual(_identifier) ? _holder : null;
    }
}
