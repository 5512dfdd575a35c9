namespace Skein.Grpc;

/// <summary>Where the status of a failed call comes from.</summary>
public enum GrpcOrigin
{
    /// <summary>The server has answered so, or has closed its connection in order. Also what handlers throw.</summary>
    Server,

    /// <summary>No connection came about: the server was never asked.</summary>
    Connecting,

    /// <summary>A connection that stood was lost: the server may live on, and may have done what it was asked.</summary>
    Connection,
}
