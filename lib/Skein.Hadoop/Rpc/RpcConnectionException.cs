namespace Skein.Hadoop.Rpc;

/// <summary>A Hadoop server could not be reached, did not speak its protocol, or the connection to it was lost.</summary>
public sealed class RpcConnectionException : IOException
{
    /// <param name="endpoint">The server dialled; its address and setting are part of the message.</param>
    /// <param name="failure">Kind of failure.</param>
    /// <param name="reason">What happened, without the address.</param>
    /// <param name="inner">The cause, or null. A <see cref="RemoteException"/> if the server gave one.</param>
    public RpcConnectionException(HadoopEndpoint endpoint, RpcFailure failure, string reason, Exception? inner = null)
        : base(endpoint.Setting is null ? $"{endpoint}: {reason}" : $"{endpoint} ({endpoint.Setting}): {reason}", inner)
    {
        Endpoint = endpoint;
        Failure = failure;
        Reason = reason;
    }

    public HadoopEndpoint Endpoint { get; }

    public RpcFailure Failure { get; }

    /// <summary>The message without the address.</summary>
    public string Reason { get; }
}
