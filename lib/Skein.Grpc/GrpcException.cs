namespace Skein.Grpc;

/// <summary>
/// A call that ended with a status other than <see cref="GrpcStatusCode.Ok"/>. A handler throws it to choose the status its client sees;
/// a client call throws it to report the one it got.
/// </summary>
public sealed class GrpcException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="status">Any status but <see cref="GrpcStatusCode.Ok"/>.</param>
    /// <param name="detail">One sentence; it travels to the peer.</param>
    /// <param name="cause">What led to it; stays on this side.</param>
    public GrpcException(GrpcStatusCode status, string detail, Exception? cause = null)
        : base(detail, cause)
    {
        ArgumentOutOfRangeException.ThrowIfEqual((int)status, (int)GrpcStatusCode.Ok, nameof(status));
        Status = status;
    }

    /// <summary>The status of the call.</summary>
    public GrpcStatusCode Status { get; }

    /// <summary>Where the status comes from. Default: the server.</summary>
    public GrpcOrigin Origin { get; init; }
}
