using Google.Protobuf;

namespace Skein.Grpc;

/// <summary>Reads the requests of a call. A client that goes away in the middle cancels the call.</summary>
internal static class RequestReader
{
    /// <summary>Reads the next request; null once the client has closed its half.</summary>
    /// <exception cref="GrpcException">The bytes are no message, or the stream ends inside one.</exception>
    /// <exception cref="OperationCanceledException">The client is gone, or <paramref name="cancellation"/> fired.</exception>
    public static async ValueTask<TRequest?> ReadAsync<TRequest>(
        GrpcServerCall call, MessageParser<TRequest> parser, CancellationToken cancellation)
        where TRequest : class, IMessage<TRequest>
    {
        try
        {
            return await MessageReader.ReadAsync(call.Input, parser, call.MaxMessageSize, cancellation);
        }
        catch (IOException e)
        {
            throw call.Abandon(e);
        }
    }

    /// <summary>Reads the only request of a call, and the end of the client's half.</summary>
    /// <exception cref="GrpcException">There is no request, more than one, or a broken one.</exception>
    /// <exception cref="OperationCanceledException">The client is gone, or <paramref name="cancellation"/> fired.</exception>
    public static async ValueTask<TRequest> ReadSingleAsync<TRequest>(
        GrpcServerCall call, MessageParser<TRequest> parser, CancellationToken cancellation)
        where TRequest : class, IMessage<TRequest>
    {
        var request = await ReadAsync(call, parser, cancellation)
            ?? throw new GrpcException(GrpcStatusCode.Internal, "The call ended without a request");
        try
        {
            var rest = await call.Input.ReadAsync(cancellation);
            var atEnd = rest.Buffer.IsEmpty;
            call.Input.AdvanceTo(rest.Buffer.End);
            return atEnd
                ? request
                : throw new GrpcException(GrpcStatusCode.Internal, "More than one request was sent where one is expected");
        }
        catch (IOException e)
        {
            throw call.Abandon(e);
        }
    }
}
