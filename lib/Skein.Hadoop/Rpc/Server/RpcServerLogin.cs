using System.Security.Authentication;
using Google.Protobuf;
using Skein.Hadoop.Rpc.Protocol;
using Skein.Hadoop.Security;
using static Skein.Hadoop.Rpc.Protocol.RpcSaslProto.Types;

namespace Skein.Hadoop.Rpc.Server;

/// <summary>The server's side of a login by token, message by message and without a connection.</summary>
/// <remarks>
/// <code>
/// client NEGOTIATE
///                   server NEGOTIATE: the one offer TOKEN, its challenge with it
/// client INITIATE with that offer, its challenge taken out, and the response to the challenge
///                   server SUCCESS, with the server's proof as token; done
/// </code>
/// </remarks>
internal sealed class RpcServerLogin(ITokenIssuer tokens)
{
    private const string AccessControl = "org.apache.hadoop.security.AccessControlException";
    private const string Sasl = "javax.security.sasl.SaslException";

    private readonly DigestMd5Server _digest = new("/default");
    private bool _isOffered;

    /// <summary>The token that was proved; null before the login has ended well.</summary>
    public TokenHolder? Holder { get; private set; }

    /// <summary>What a client is told that wants to call without a login.</summary>
    public static RpcRefusedException SimpleRefusal { get; } = NotEnabled("SIMPLE");

    private static SaslAuth Offer => new() { Method = "TOKEN", Mechanism = "DIGEST-MD5", Protocol = "", ServerId = "default" };

    /// <summary>Takes a message of the client and gives the server's answer.</summary>
    /// <exception cref="RpcRefusedException">The login failed.</exception>
    /// <exception cref="InvalidDataException">What is shown is no token.</exception>
    public RpcSaslProto Answer(RpcSaslProto message) => message.State switch
    {
        SaslState.Negotiate when !_isOffered => MakeOffer(),
        SaslState.Initiate when _isOffered && Holder is null => Verify(message),
        _ => throw new RpcRefusedException(Sasl, $"The login's message {message.State} comes out of turn"),
    };

    private RpcSaslProto MakeOffer()
    {
        _isOffered = true;
        var offer = Offer;
        offer.Challenge = ByteString.CopyFrom(_digest.Challenge);
        return new RpcSaslProto { State = SaslState.Negotiate, Auths = { offer } };
    }

    private RpcSaslProto Verify(RpcSaslProto message)
    {
        if (message.Auths.Count != 1)
            throw new RpcRefusedException(Sasl, "Client mechanism is malformed");
        if (!message.Auths[0].Equals(Offer))
            throw NotEnabled(message.Auths[0].Method);

        var response = message.Token.Span;
        var holder = tokens.Find(DigestMd5Server.IdentifierOf(response)) ?? throw new RpcRefusedException(
            RemoteErrors.InvalidToken, "The token is not known here: it has expired, was cancelled, or belongs to another cluster");
        try
        {
            var proof = _digest.Verify(response, holder.Password);
            Holder = holder;
            return new RpcSaslProto { State = SaslState.Success, Token = ByteString.CopyFrom(proof) };
        }
        catch (AuthenticationException e)
        {
            throw new RpcRefusedException(Sasl, e.Message);
        }
    }

    private static RpcRefusedException NotEnabled(string method) =>
        new(AccessControl, $"{method} authentication is not enabled.  Available:[TOKEN]");
}
