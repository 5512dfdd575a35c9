using System.Security.Authentication;
using System.Security.Cryptography;
using System.Text;

namespace Skein.Hadoop.Security;

/// <summary>
/// Server side of a DIGEST-MD5 login, for authentication only: the challenge, and the check of its one answer. See
/// <see cref="DigestMd5"/> for the messages.
/// </summary>
/// <param name="digestUri">Service and server as <c>protocol/serverId</c>: <c>/default</c> for RPC.</param>
internal sealed class DigestMd5Server(string digestUri)
{
    private const string Realm = "default";
    private const int NonceLength = 16;

    private readonly string _nonce = Convert.ToBase64String(RandomNumberGenerator.GetBytes(NonceLength));

    /// <summary>What the client has to answer to.</summary>
    public byte[] Challenge => Encoding.UTF8.GetBytes($"realm=\"{Realm}\",nonce=\"{_nonce}\",qop=\"auth\",charset=utf-8,algorithm=md5-sess");

    /// <summary>The identifier of the token that a client's response shows.</summary>
    /// <exception cref="InvalidDataException">The response is broken, or its user name is no base64.</exception>
    public static byte[] IdentifierOf(ReadOnlySpan<byte> response)
    {
        try
        {
            return Convert.FromBase64String(UsernameOf(DigestChallenge.Parse(response)));
        }
        catch (FormatException e)
        {
            throw new InvalidDataException("The user name of a login by token is not base64", e);
        }
    }

    /// <summary>Checks a client's response and gives the server's own proof.</summary>
    /// <param name="response">The client's directives.</param>
    /// <param name="password">The token's password.</param>
    /// <exception cref="InvalidDataException">The response is broken.</exception>
    /// <exception cref="AuthenticationException">The client did not prove that it knows the password.</exception>
    public byte[] Verify(ReadOnlySpan<byte> response, Secret password)
    {
        var directives = DigestChallenge.Parse(response);
        var session = new DigestSession(
            UsernameOf(directives),
            Realm,
            DigestMd5.TextOf(password),
            _nonce,
            directives["cnonce"] ?? "",
            digestUri,
            QualityOfProtection.Authentication);
        var isForThisLogin = directives["realm"] == Realm && directives["nonce"] == _nonce && directives["nc"] == DigestSession.NonceCount
            && directives["digest-uri"] == digestUri && (directives["qop"] ?? "auth") == "auth";
        if (!session.IsClientProof(directives["response"] ?? "") || !isForThisLogin)
            throw new AuthenticationException("DIGEST-MD5: digest response format violation. Mismatched response.");
        return Encoding.UTF8.GetBytes($"rspauth={session.ServerProof()}");
    }

    private static string UsernameOf(DigestChallenge directives) =>
        directives["username"] ?? throw new InvalidDataException("A DIGEST-MD5 response has no user name");
}
