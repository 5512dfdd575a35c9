namespace Skein.Hadoop.Security;

/// <summary>The cipher of one direction of DIGEST-MD5's auth-conf. Its state runs on from message to message.</summary>
internal abstract class DigestCipher : IDisposable
{
    /// <summary>Two DES keys in three rounds, chained; the only one whose strength counts.</summary>
    public const string TripleDes = "3des";

    /// <summary>A stream cipher without padding.</summary>
    public const string Rc4 = "rc4";

    /// <summary>Messages are padded to whole blocks of so many bytes; 1: they are not padded.</summary>
    public abstract int BlockLength { get; }

    /// <param name="name">A name of the mechanism, one of the constants here.</param>
    /// <param name="sessionKey">H(A1) of the login.</param>
    /// <param name="toServer">Which direction.</param>
    /// <param name="encrypt">Whether it is this side's own direction.</param>
    public static DigestCipher Create(string name, byte[] sessionKey, bool toServer, bool encrypt)
    {
        var sealing = Md5.Hash(
            sessionKey,
            toServer
                ? "Digest H(A1) to client-to-server sealing key magic constant"u8
                : "Digest H(A1) to server-to-client sealing key magic constant"u8);
        return name switch
        {
            TripleDes => new DigestTripleDes(sealing, encrypt),
            Rc4 => new DigestRc4(sealing),
            _ => throw new ArgumentException($"The cipher {name} is not known", nameof(name)),
        };
    }

    /// <summary>Transforms whole blocks in place.</summary>
    public abstract void Transform(byte[] bytes, int start, int length);

    public abstract void Dispose();
}
