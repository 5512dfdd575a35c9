using Google.Protobuf;
using Skein.Hadoop.Rpc.Server;
using Skein.Hadoop.Security;
using Skein.Hadoop.Yarn;
using Skein.Hadoop.Yarn.Protocol;
using Skein.LocalCluster.Tokens.Protocol;

namespace Skein.LocalCluster.Tokens;

/// <summary>Tokens by which an attempt opens the nodes that its containers are on. The connection's user is the attempt.</summary>
/// <param name="isLive">Whether an attempt's application has not ended: its tokens open nothing any more then.</param>
public sealed class NodeTokens(Func<ApplicationAttemptIdProto, bool> isLive)
{
    private readonly TokenSecrets _secrets = new(TokenKinds.NodeManager);

    /// <summary>A token for an attempt and a node.</summary>
    public Token Issue(ApplicationAttemptIdProto attempt, NodeIdProto node, string user) => _secrets.Issue(
        new NMTokenIdentifierProto { AppAttemptId = attempt, NodeId = node, AppSubmitter = user, KeyId = 1 },
        $"{node.Host}:{node.Port}");

    private bool IsLive(ApplicationAttemptIdProto attempt) => isLive(attempt);

    /// <summary>Those that open one node.</summary>
    public ITokenIssuer For(NodeIdProto node) => new Issuer(this, node);

    private sealed class Issuer(NodeTokens tokens, NodeIdProto node) : ITokenIssuer
    {
        public TokenHolder? Find(ReadOnlySpan<byte> identifier)
        {
            try
            {
                var parsed = NMTokenIdentifierProto.Parser.ParseFrom(identifier);
                return node.Equals(parsed.NodeId) && parsed.AppAttemptId is { ApplicationId: not null } attempt && tokens.IsLive(attempt)
                    ? new TokenHolder(YarnIds.Format(attempt), tokens._secrets.PasswordOf(identifier))
                    : null;
            }
            catch (InvalidProtocolBufferException)
            {
                return null;
            }
        }
    }
}
