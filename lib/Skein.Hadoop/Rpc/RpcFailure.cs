namespace Skein.Hadoop.Rpc;

/// <summary>What went wrong with a connection.</summary>
public enum RpcFailure
{
    /// <summary>Nobody accepted a connection there.</summary>
    Unreachable = 0,

    /// <summary>The server turned the client away: who it is, what it asked for, or how it spoke.</summary>
    Refused = 1,

    /// <summary>What answered does not speak Hadoop's protocol, or broke it.</summary>
    Protocol = 2,

    /// <summary>The connection ended before the answer came; the call may or may not have been carried out.</summary>
    Lost = 3,

    /// <summary>No answer came in time.</summary>
    NoAnswer = 4,

    /// <summary>The connection was closed before the call was sent: it was idle, or the client is being disposed.</summary>
    Closed = 5,

    /// <summary>The request is larger than servers take.</summary>
    RequestTooLarge = 6,
}
