namespace Skein.Grpc;

/// <summary>Serves the calls of one procedure.</summary>
internal abstract class GrpcHandler
{
    /// <summary>Whether calls stay open for as long as they like, so that a stopping server has to end them.</summary>
    public abstract bool IsStreaming { get; }

    /// <summary>Serves one call up to its status.</summary>
    /// <param name="call">The call.</param>
    /// <param name="request">The request's message, unless requests come as a stream. Valid until this returns, not until its task ends.</param>
    public abstract Task InvokeAsync(GrpcServerCall call, ReadOnlySpan<byte> request);
}
