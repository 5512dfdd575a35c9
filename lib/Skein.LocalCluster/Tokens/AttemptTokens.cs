using Google.Protobuf;
using Skein.Hadoop.Rpc.Server;
using Skein.Hadoop.Security;
using Skein.Hadoop.Yarn;
using Skein.Hadoop.Yarn.Protocol;
using Skein.LocalCluster.Tokens.Protocol;

namespace Skein.LocalCluster.Tokens;

/// <summary>Tokens by which application masters open the scheduler port. The connection's user is the attempt.</summary>
/// <param name="isActive">Whether an attempt, given by its id as text, may still call.</param>
internal sealed class AttemptTokens(Func<string, bool> isActive) : ITokenIssuer
{
    private readonly TokenSecrets _secrets = new(TokenKinds.ApplicationMaster);

    /// <summary>The token of an attempt. Its service is empty, as YARN issues it: it opens whichever ResourceManager there is.</summary>
    public Token Issue(ApplicationAttemptIdProto attempt) =>
        _secrets.Issue(new AMRMTokenIdentifierProto { AppAttemptId = attempt, KeyId = 1 }, "");

    /// <inheritdoc />
    public TokenHolder? Find(ReadOnlySpan<byte> identifier)
    {
        try
        {
            var parsed = AMRMTokenIdentifierProto.Parser.ParseFrom(identifier);
            if (parsed.AppAttemptId is not { ApplicationId: not null } attempt)
                return null;
            var id = YarnIds.Format(attempt);
            return isActive(id) ? new TokenHolder(id, _secrets.PasswordOf(identifier)) : null;
        }
        catch (InvalidProtocolBufferException)
        {
            return null;
        }
    }
}
