namespace Skein.Grpc;

/// <summary>The peer broke the protocol in a way that ends the whole connection.</summary>
internal sealed class ConnectionErrorException(ErrorCode code, string message) : Exception(message)
{
    /// <summary>What GOAWAY tells the peer.</summary>
    public ErrorCode Code => code;
}
