namespace Skein.Hadoop.Web.Server;

/// <summary>A request that is not answered as it stands.</summary>
/// <param name="status">Status code of the answer.</param>
/// <param name="message">What the client is told.</param>
public sealed class HttpRefusalException(int status, string message) : Exception(message)
{
    public int Status { get; } = status;
}
