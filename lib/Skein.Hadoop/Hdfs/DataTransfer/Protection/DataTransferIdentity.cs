using Skein.Hadoop.Configuration;
using Skein.Hadoop.Hdfs.Protocol;
using Skein.Hadoop.Security;
using Skein.Hadoop.Security.Protocol;

namespace Skein.Hadoop.Hdfs.DataTransfer.Protection;

/// <summary>What a client shows to a DataNode, and what it accepts in return.</summary>
/// <param name="UserName">User name of the login.</param>
/// <param name="Password">Password of the login, as text.</param>
/// <param name="Accepted">What may be agreed on, the preferred first.</param>
/// <param name="Cipher">The cipher of the login's own encryption, a name of <see cref="DigestCipher"/>.</param>
/// <param name="Setting">Name of the setting that decides, for messages.</param>
/// <param name="HandshakeSecret">What the NameNode has put into a block's token for the DataNode to open; null: nothing.</param>
internal sealed record DataTransferIdentity(
    string UserName,
    Secret Password,
    IReadOnlyList<QualityOfProtection> Accepted,
    string Cipher,
    string Setting,
    HandshakeSecretProto? HandshakeSecret)
{
    // Of the NameNode, whose key tells it; clients do not read it.
    private const string CipherSetting = "dfs.encrypt.data.transfer.algorithm";

    /// <summary>A login with the token of a block.</summary>
    public static DataTransferIdentity Of(TokenProto blockToken, IReadOnlyList<QualityOfProtection> accepted)
    {
        var token = Token.FromMessage(blockToken);
        return new DataTransferIdentity(
            DigestMd5.UsernameOf(token),
            DigestMd5.PasswordOf(token),
            accepted,
            DigestCipher.TripleDes,
            ConfigurationKeys.DataTransferProtection,
            BlockTokenIdentifier.ReadHandshakeSecret(token.Identifier.Span));
    }

    /// <summary>A login with a data encryption key: <c>key's number, as 32 bits with a sign | block pool | base64 of its nonce</c>.</summary>
    /// <exception cref="DataTransferException">The NameNode names a cipher that is not known.</exception>
    public static DataTransferIdentity Of(DataEncryptionKeyProto key)
    {
        // Without a name every DataNode offers every cipher.
        var cipher = key.EncryptionAlgorithm is { Length: > 0 } named ? named : DigestCipher.TripleDes;
        if (cipher is not (DigestCipher.TripleDes or DigestCipher.Rc4))
        {
            throw new DataTransferException(
                $"wants the cipher {cipher} ({CipherSetting} of the NameNode); {DigestCipher.TripleDes} and {DigestCipher.Rc4} are known");
        }

        return new DataTransferIdentity(
            $"{(int)key.KeyId} {key.BlockPoolId} {key.Nonce.ToBase64()}",
            DigestMd5.TextOf(new Secret(key.EncryptionKey.Memory)),
            [QualityOfProtection.Privacy],
            cipher,
            CipherSetting,
            HandshakeSecret: null);
    }
}
