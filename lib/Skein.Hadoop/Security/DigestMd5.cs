using System.Security.Authentication;
using System.Security.Cryptography;
using System.Text;

namespace Skein.Hadoop.Security;

/// <summary>
/// Client side of a DIGEST-MD5 login (RFC 2831, algorithm md5-sess): how a token proves itself to a server. For one login only:
/// <see cref="Respond"/> to the challenge, then <see cref="Complete"/> with the server's own proof.
/// </summary>
/// <remarks>
/// <code>
/// challenge  realm="default",nonce="...",qop="auth,auth-conf",charset=utf-8,cipher="3des,rc4,...",algorithm=md5-sess
/// response   charset=utf-8,username="...",realm="...",nonce="...",nc=00000001,cnonce="...",digest-uri="...",response=hex,qop=word
///            and, for auth-conf, ,cipher="3des"
/// answer     rspauth=hex
/// </code>
/// Every Java server offers the cipher 3des, unless its settings name another one.
/// </remarks>
public sealed class DigestMd5
{
    private const int ClientNonceLength = 16;

    private readonly string _username;
    private readonly Secret _password;
    private readonly string _digestUri;
    private readonly IReadOnlyList<QualityOfProtection> _accepted;
    private readonly string _clientNonce;
    private readonly string _cipher;
    private DigestSession? _session;

    /// <param name="username">User name; for a token the base64 of its identifier.</param>
    /// <param name="password">Password as text in UTF-8; for a token the base64 of its password.</param>
    /// <param name="digestUri">Service and server as <c>protocol/serverId</c>: <c>/default</c> for RPC, <c>hdfs/0</c> for DataNodes.</param>
    /// <param name="accepted">What may be agreed on, the preferred first.</param>
    public DigestMd5(string username, Secret password, string digestUri, IReadOnlyList<QualityOfProtection> accepted)
        : this(username, password, digestUri, accepted, clientNonce: null)
    {
    }

    /// <param name="username">User name.</param>
    /// <param name="password">Password as text in UTF-8.</param>
    /// <param name="digestUri">Service and server.</param>
    /// <param name="accepted">What may be agreed on, the preferred first.</param>
    /// <param name="clientNonce">Base64 that no other login has; null: random.</param>
    /// <param name="cipher">The cipher of <see cref="QualityOfProtection.Privacy"/>, a name of <see cref="DigestCipher"/>.</param>
    internal DigestMd5(
        string username,
        Secret password,
        string digestUri,
        IReadOnlyList<QualityOfProtection> accepted,
        string? clientNonce,
        string cipher = DigestCipher.TripleDes)
    {
        _username = username;
        _password = password;
        _digestUri = digestUri;
        _accepted = accepted;
        _clientNonce = clientNonce ?? Convert.ToBase64String(RandomNumberGenerator.GetBytes(ClientNonceLength));
        _cipher = cipher;
    }

    /// <summary>What was agreed on; meaningful after <see cref="Respond"/>.</summary>
    public QualityOfProtection Protection { get; private set; }

    /// <summary>A login by token.</summary>
    public static DigestMd5 ForToken(Token token, string digestUri, IReadOnlyList<QualityOfProtection> accepted) =>
        new(UsernameOf(token), PasswordOf(token), digestUri, accepted);

    /// <summary>Answers the server's challenge.</summary>
    /// <exception cref="InvalidDataException">The challenge is broken.</exception>
    /// <exception cref="AuthenticationException">The challenge offers nothing that is accepted.</exception>
    public byte[] Respond(ReadOnlySpan<byte> challenge)
    {
        var directives = DigestChallenge.Parse(challenge);
        if (directives["algorithm"] is not "md5-sess")
            throw new AuthenticationException($"The server wants DIGEST-MD5 with the algorithm {directives["algorithm"] ?? "MD5"}; md5-sess is spoken");
        var nonce = directives["nonce"] ?? throw new InvalidDataException("The server's DIGEST-MD5 challenge has no nonce");
        var realm = directives["realm"] ?? "";
        Protection = Choose(directives);

        _session = new DigestSession(_username, realm, _password, nonce, _clientNonce, _digestUri, Protection);
        var text = $"charset=utf-8,username=\"{Quote(_username)}\",realm=\"{Quote(realm)}\",nonce=\"{Quote(nonce)}\",nc={DigestSession.NonceCount}," +
            $"cnonce=\"{_clientNonce}\",digest-uri=\"{Quote(_digestUri)}\",response={_session.ClientProof()},qop={DigestSession.Word(Protection)}";
        if (Protection == QualityOfProtection.Privacy)
            text += $",cipher=\"{_cipher}\"";
        return Encoding.UTF8.GetBytes(text);
    }

    /// <summary>Checks the server's own proof and gives the layer to use from here on, or null if none was agreed on.</summary>
    /// <exception cref="InvalidDataException">The proof is not even a list of directives.</exception>
    /// <exception cref="AuthenticationException">The server does not know the password: it is not the server it claims to be.</exception>
    public ISecurityLayer? Complete(ReadOnlySpan<byte> answer)
    {
        if (_session is null)
            throw new InvalidOperationException("The challenge was not answered yet");
        var given = DigestChallenge.Parse(answer)["rspauth"] ?? "";
        if (!_session.IsServerProof(given))
            throw new AuthenticationException("The server did not prove that it knows the token's password");

        return Protection switch
        {
            QualityOfProtection.Authentication => null,
            QualityOfProtection.Integrity => new DigestIntegrity(_session.Key),
            _ => new DigestPrivacy(_session.Key, _cipher),
        };
    }

    internal static string UsernameOf(Token token) => Convert.ToBase64String(token.Identifier.Span);

    internal static Secret PasswordOf(Token token) => TextOf(token.Password);

    /// <summary>A token's password as the mechanism takes it.</summary>
    internal static Secret TextOf(Secret password) => new(Encoding.ASCII.GetBytes(Convert.ToBase64String(password.Reveal())));

    private static string Quote(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);

    private QualityOfProtection Choose(DigestChallenge directives)
    {
        var offered = directives.Words("qop");
        if (offered.Length == 0)
            offered = ["auth"];
        foreach (var protection in _accepted)
        {
            if (offered.Contains(DigestSession.Word(protection))
                && (protection != QualityOfProtection.Privacy || directives.Words("cipher").Contains(_cipher)))
            {
                return protection;
            }
        }

        throw new AuthenticationException(
            $"The server offers the protection {string.Join(",", offered)}, this client accepts " +
            $"{string.Join(",", _accepted.Select(DigestSession.Word))}{(offered.Contains("auth-conf") ? $" with the cipher {_cipher}" : "")}");
    }
}
