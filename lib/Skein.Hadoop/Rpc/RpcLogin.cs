using System.Security.Authentication;
using Google.Protobuf;
using Skein.Hadoop.Rpc.Protocol;

namespace Skein.Hadoop.Rpc;

/// <summary>Carries a login over a fresh connection.</summary>
internal static class RpcLogin
{
    // No mechanism needs more than four rounds; a server that goes on asking is not to be waited for.
    private const int MaxRounds = 16;

    /// <summary>Sends the preamble and leads the negotiation to its end.</summary>
    /// <exception cref="RpcConnectionException">The server refused, or client and server can not agree.</exception>
    public static async Task RunAsync(
        Stream stream, RpcFrameReader frames, SaslNegotiation negotiation, HadoopEndpoint endpoint, CancellationToken cancellation)
    {
        byte[] opening = [.. RpcFrames.LoginPreamble, .. RpcFrames.Sasl(SaslNegotiation.Opening)];
        await stream.WriteAsync(opening, cancellation);
        for (var round = 0; round < MaxRounds && !negotiation.IsComplete; round++)
        {
            var frame = await frames.ReadAsync(cancellation) ?? throw new RpcConnectionException(
                endpoint, RpcFailure.Refused, "the server ended the login without a word; the token may belong to another cluster");
            var answer = Answer(frame.Span, negotiation, endpoint);
            if (answer is not null)
                await stream.WriteAsync(RpcFrames.Sasl(answer), cancellation);
        }

        if (!negotiation.IsComplete)
            throw new InvalidDataException("the login does not come to an end");
    }

    private static RpcSaslProto? Answer(ReadOnlySpan<byte> frame, SaslNegotiation negotiation, HadoopEndpoint endpoint)
    {
        var answer = RpcAnswer.Parse(frame);
        if (!answer.IsSuccess)
        {
            var error = answer.ToException(endpoint);
            throw new RpcConnectionException(endpoint, RpcFailure.Refused, $"the server refuses the login: {error.Message}", error);
        }

        if (answer.CallId != RpcCallIds.Sasl)
            throw new InvalidDataException($"the server answers call {answer.CallId} during the login");
        try
        {
            return negotiation.Answer(RpcSaslProto.Parser.ParseFrom(answer.Message));
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new InvalidDataException("the server's login message can not be parsed", e);
        }
        catch (AuthenticationException e)
        {
            throw new RpcConnectionException(endpoint, RpcFailure.Refused, e.Message, e);
        }
    }
}
