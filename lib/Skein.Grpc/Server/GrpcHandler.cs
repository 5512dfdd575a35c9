namespace Skein.Grpc;

/// <summary>Serves the calls of one procedure.</summary>
internal abstract class GrpcHandler
{
    /// <summary>Whether calls stay open for as long as they like, so that a stopping server has to end them.</summary>
    public abstract bool IsStreaming { get; }

    /// <summary>Serves one call up to, and without, its status.</summary>
    public abstract Task InvokeAsync(GrpcServerCall call);
}
