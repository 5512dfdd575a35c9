using System.Security.Cryptography;
using System.Text;

namespace Skein.Hadoop.Security;

/// <summary>What both sides of a DIGEST-MD5 login (RFC 2831, algorithm md5-sess) compute from what was said and from the password.</summary>
internal sealed class DigestSession
{
    /// <summary>A nonce is used for one login, so its count stands still.</summary>
    public const string NonceCount = "00000001";

    private readonly string _nonce;
    private readonly string _clientNonce;
    private readonly string _digestUri;
    private readonly QualityOfProtection _protection;

    public DigestSession(
        string username, string realm, Secret password, string nonce, string clientNonce, string digestUri, QualityOfProtection protection)
    {
        _nonce = nonce;
        _clientNonce = clientNonce;
        _digestUri = digestUri;
        _protection = protection;
        Key = Md5.Hash(
            Md5.Hash(Encoding.UTF8.GetBytes($"{username}:{realm}:"), password.Reveal()),
            Encoding.UTF8.GetBytes($":{nonce}:{clientNonce}"));
    }

    /// <summary>H(A1), from which the keys of the security layers come. Secret.</summary>
    public byte[] Key { get; }

    /// <summary>The word of the directive <c>qop</c>.</summary>
    public static string Word(QualityOfProtection protection) => protection switch
    {
        QualityOfProtection.Authentication => "auth",
        QualityOfProtection.Integrity => "auth-int",
        _ => "auth-conf",
    };

    /// <summary>What the client sends as <c>response</c>.</summary>
    public string ClientProof() => Proof("AUTHENTICATE:");

    /// <summary>What the server sends as <c>rspauth</c>.</summary>
    public string ServerProof() => Proof(":");

    /// <summary>Whether the client knows the password; takes equally long for every answer.</summary>
    public bool IsClientProof(string given) => AreEqual(given, ClientProof());

    /// <summary>Whether the server knows the password; takes equally long for every answer.</summary>
    public bool IsServerProof(string given) => AreEqual(given, ServerProof());

    private static bool AreEqual(string given, string expected) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given), Encoding.UTF8.GetBytes(expected));

    // hex(MD5( hex(H(A1)) ":" nonce ":" nc ":" cnonce ":" qop ":" hex(MD5(A2)) )), where A2 is "AUTHENTICATE:" uri for the client and
    // ":" uri for the server, and for auth-int and auth-conf ends in the digest of an absent body.
    private string Proof(string verb)
    {
        var subject = verb + _digestUri;
        if (_protection != QualityOfProtection.Authentication)
            subject += ":00000000000000000000000000000000";
        var subjectDigest = Convert.ToHexStringLower(Md5.Hash(Encoding.UTF8.GetBytes(subject)));
        var statement = $"{Convert.ToHexStringLower(Key)}:{_nonce}:{NonceCount}:{_clientNonce}:{Word(_protection)}:{subjectDigest}";
        return Convert.ToHexStringLower(Md5.Hash(Encoding.UTF8.GetBytes(statement)));
    }
}
