using System.Buffers.Binary;
using System.Security.Authentication;

namespace Skein.Hadoop.Security.Gssapi;

/// <summary>Login by Kerberos: the SASL mechanism GSSAPI (RFC 4752).</summary>
/// <remarks>
/// <code>
/// client  first token of the context (AP-REQ)
/// server  its token (AP-REP)                            as often as the context needs
/// client  next token; empty when the context stands
/// server  wrap( u8 layers it offers | u24 longest message it takes )       1 none, 2 integrity, 4 privacy
/// client  wrap( u8 layer chosen | u24 longest message we take, 0 without a layer )
/// </code>
/// Neither of the last two is encrypted. Hadoop's servers send longer messages than they were told to: only their announced length is bounded.
/// </remarks>
/// <param name="contexts">Begins a context with the server of a full principal.</param>
/// <param name="servers">Gives the full principal of the server that calls itself by a protocol and a host, or refuses it.</param>
/// <param name="accepted">What may be agreed on, the preferred first.</param>
internal sealed class GssapiSaslClient(
    Func<string, IGssapiContext> contexts, Func<string, string, string> servers, IReadOnlyList<QualityOfProtection> accepted)
    : ISaslClient, IDisposable
{
    private const int OfferLength = 4;
    private const int ReceivedLength = 65536;

    // What a server must take at once so that a call does not crumble into thousands of messages.
    private const int LeastLength = 512;

    private IGssapiContext? _context;
    private bool _isAgreed;
    private ISecurityLayer? _layer;

    public string Method => "KERBEROS";

    public string Mechanism => "GSSAPI";

    public bool Blocks => true;

    public byte[] Start(string protocol, string serverId, ReadOnlySpan<byte> challenge)
    {
        _context = contexts(servers(protocol, serverId));
        return _context.Step(challenge);
    }

    public byte[] Continue(ReadOnlySpan<byte> challenge)
    {
        var context = _context ?? throw new InvalidOperationException("The login was not started");
        if (_isAgreed)
            throw new InvalidDataException("the server goes on asking after the protection was agreed on");
        return context.IsEstablished ? Agree(context, context.Unwrap(challenge, out _)) : context.Step(challenge);
    }

    public ISecurityLayer? Complete(ReadOnlySpan<byte> answer)
    {
        if (!_isAgreed)
            throw new AuthenticationException("the server ends the login before it has proved who it is");
        if (!answer.IsEmpty)
            throw new InvalidDataException($"the server ends the login with {answer.Length} bytes that mean nothing");
        if (_layer is null)
            _context?.Dispose();
        _context = null;
        return _layer;
    }

    /// <summary>Gives back what a login that failed has used; a layer that was handed over is its owner's.</summary>
    public void Dispose() => _context?.Dispose();

    private byte[] Agree(IGssapiContext context, ReadOnlySpan<byte> offer)
    {
        if (offer.Length != OfferLength)
            throw new InvalidDataException($"the server offers its protection in {offer.Length} bytes instead of {OfferLength}");
        var chosen = Choose(offer[0]);
        Span<byte> reply = stackalloc byte[OfferLength];
        if (chosen != QualityOfProtection.Authentication)
        {
            BinaryPrimitives.WriteInt32BigEndian(reply, ReceivedLength);
            var encrypts = chosen == QualityOfProtection.Privacy;
            var taken = (offer[1] << 16) | (offer[2] << 8) | offer[3];
            var longest = context.LongestMessage(taken, encrypts);
            if (longest < LeastLength)
                throw new InvalidDataException($"the server takes messages of {taken} bytes only");
            _layer = new GssapiSecurityLayer(context, encrypts, longest);
        }

        reply[0] = Bit(chosen);
        _isAgreed = true;
        return context.Wrap(reply, encrypt: false);
    }

    private QualityOfProtection Choose(byte offered)
    {
        foreach (var protection in accepted)
        {
            if ((offered & Bit(protection)) != 0)
                return protection;
        }

        throw new AuthenticationException(
            $"the server offers the protection {Words(protection => (offered & Bit(protection)) != 0)}, this client accepts "
            + $"{Words(accepted.Contains)} (hadoop.rpc.protection)");
    }

    private static byte Bit(QualityOfProtection protection) => (byte)(1 << (int)protection);

    private static string Words(Predicate<QualityOfProtection> holds)
    {
        var words = new List<string>();
        if (holds(QualityOfProtection.Authentication))
            words.Add("authentication");
        if (holds(QualityOfProtection.Integrity))
            words.Add("integrity");
        if (holds(QualityOfProtection.Privacy))
            words.Add("privacy");
        return words.Count == 0 ? "none" : string.Join(", ", words);
    }
}
