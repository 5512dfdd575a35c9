using System.Security.Authentication;
using Google.Protobuf;
using Skein.Hadoop.Rpc.Protocol;
using Skein.Hadoop.Security.Gssapi;

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
                endpoint,
                RpcFailure.Refused,
                "the server ended the login without a word; the token may belong to another cluster, "
                + "or the server's hadoop.security.auth_to_local has no name for the user");
            var message = Parse(frame.Span, endpoint);
            // A call of the library that was given up goes on by itself, and uses nothing that this side gives back.
            var answer = negotiation.Blocks
                ? await Task.Factory.StartNew(
                    () => Answer(message, negotiation, endpoint), cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default)
                    .WaitAsync(cancellation)
                : Answer(message, negotiation, endpoint);
            if (answer is not null)
                await stream.WriteAsync(RpcFrames.Sasl(answer), cancellation);
        }

        if (!negotiation.IsComplete)
            throw new InvalidDataException("the login does not come to an end");
    }

    private static RpcSaslProto Parse(ReadOnlySpan<byte> frame, HadoopEndpoint endpoint)
    {
        var answer = RpcAnswer.Parse(frame);
        if (!answer.IsSuccess)
        {
            var error = answer.ToException(endpoint);
            throw new RpcConnectionException(endpoint, RpcFailure.Refused, $"the server refuses the login: {RemoteErrors.Explain(error)}", error);
        }

        if (answer.CallId != RpcCallIds.Sasl)
            throw new InvalidDataException($"the server answers call {answer.CallId} during the login");
        try
        {
            return RpcSaslProto.Parser.ParseFrom(answer.Message);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new InvalidDataException("the server's login message can not be parsed", e);
        }
    }

    private static RpcSaslProto? Answer(RpcSaslProto message, SaslNegotiation negotiation, HadoopEndpoint endpoint)
    {
        try
        {
            return negotiation.Answer(message);
        }
        catch (Exception e) when (e is AuthenticationException or KerberosException)
        {
            throw new RpcConnectionException(endpoint, RpcFailure.Refused, e.Message, e);
        }
    }
}
