using System.Security.Authentication;
using Google.Protobuf;
using Skein.Hadoop.Rpc.Protocol;
using Skein.Hadoop.Security;
using Skein.Hadoop.Security.Gssapi;
using static Skein.Hadoop.Rpc.Protocol.RpcSaslProto.Types;

namespace Skein.Hadoop.Rpc;

/// <summary>The client's side of a login, message by message and without a connection.</summary>
/// <remarks>
/// <code>
/// client NEGOTIATE
///                   server SUCCESS without a token: it wants no login; done
///                   server NEGOTIATE: its offers, one for a token already with the challenge
/// client INITIATE with one offer, its challenge taken out, and the first token
///                   for the offer SIMPLE the server answers nothing; done
///                   server CHALLENGE, client RESPONSE, as often as the mechanism needs
///                   server SUCCESS, with the server's proof as token; done
/// </code>
/// </remarks>
/// <param name="clients">Ways this client can prove itself, the preferred first.</param>
/// <param name="allowSimple">Whether a server that wants no proof is believed.</param>
internal sealed class SaslNegotiation(IReadOnlyList<ISaslClient> clients, bool allowSimple)
{
    private const string Simple = "SIMPLE";

    private ISaslClient? _chosen;

    /// <summary>What the client begins with.</summary>
    public static RpcSaslProto Opening => new() { State = SaslState.Negotiate };

    /// <summary>Whether the login is over and calls may follow.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Whether <see cref="Answer"/> may ask others than the server and so block.</summary>
    public bool Blocks { get; } = clients.Any(client => client.Blocks);

    /// <summary>Whether nothing was proved, so that the connection's context has to name the user.</summary>
    public bool IsSimple => IsComplete && _chosen is null;

    /// <summary>Whether who was proved to call may call for others.</summary>
    public bool MayImpersonate => IsComplete && _chosen is GssapiSaslClient;

    /// <summary>Protects everything after the login; null: nothing does.</summary>
    public ISecurityLayer? Layer { get; private set; }

    /// <summary>Takes a message of the server and gives the client's answer, or null if none is due.</summary>
    /// <exception cref="InvalidDataException">The message breaks the protocol.</exception>
    /// <exception cref="AuthenticationException">Client and server can not agree, or the server did not prove itself.</exception>
    public RpcSaslProto? Answer(RpcSaslProto message)
    {
        if (IsComplete)
            throw new InvalidDataException($"the server goes on with its login ({message.State}) after the end");
        // An absent state would read as success.
        if (!message.HasState)
            throw new InvalidDataException("the server's login message has no state");
        return message.State switch
        {
            SaslState.Negotiate when _chosen is null => Choose(message),
            SaslState.Success when _chosen is null => AcceptSimple(),
            SaslState.Challenge when _chosen is not null => new RpcSaslProto
            {
                State = SaslState.Response, Token = ByteString.CopyFrom(_chosen.Continue(message.Token.Span)),
            },
            SaslState.Success when _chosen is not null => Finish(_chosen, message),
            _ => throw new InvalidDataException($"the server's login message {message.State} comes out of turn"),
        };
    }

    // Proving oneself goes before SIMPLE wherever the server lists it, so that nobody is talked out of it.
    private RpcSaslProto Choose(RpcSaslProto message)
    {
        foreach (var client in clients)
        {
            foreach (var offer in message.Auths)
            {
                if (client.Method != offer.Method)
                    continue;
                if (client.Mechanism != offer.Mechanism)
                {
                    throw new AuthenticationException(
                        $"the server wants {offer.Method} by {offer.Mechanism} (hadoop.security.sasl.mechanism); {client.Mechanism} is spoken");
                }

                _chosen = client;
                return Initiate(offer, client.Start(offer.Protocol, offer.ServerId, offer.Challenge.Span));
            }
        }

        foreach (var offer in message.Auths)
        {
            if (offer.Method == Simple && AcceptSimple() is null)
                return Initiate(offer, token: null);
        }

        throw new AuthenticationException(
            $"the server wants a login by {string.Join(" or ", message.Auths.Select(offer => offer.Method))}, " +
            (clients.Count == 0
                ? "this client has neither a token for it nor a Kerberos login"
                : $"this client can do {string.Join(" or ", clients.Select(client => client.Method))}"));
    }

    private RpcSaslProto? AcceptSimple()
    {
        if (!allowSimple)
        {
            throw new AuthenticationException(
                "the server wants no login, which this client refuses unless ipc.client.fallback-to-simple-auth-allowed is true");
        }

        IsComplete = true;
        return null;
    }

    private RpcSaslProto? Finish(ISaslClient client, RpcSaslProto message)
    {
        Layer = client.Complete(message.Token.Span);
        IsComplete = true;
        return null;
    }

    // The server looks the offer up in its own list, whose entries have no challenge.
    private static RpcSaslProto Initiate(SaslAuth offer, byte[]? token)
    {
        var chosen = offer.Clone();
        chosen.ClearChallenge();
        var message = new RpcSaslProto { State = SaslState.Initiate, Auths = { chosen } };
        if (token is not null)
            message.Token = ByteString.CopyFrom(token);
        return message;
    }
}
