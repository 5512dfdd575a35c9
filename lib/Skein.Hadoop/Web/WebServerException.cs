namespace Skein.Hadoop.Web;

/// <summary>A web server of the cluster can not be reached, breaks off, or says something that makes no sense.</summary>
public sealed class WebServerException : IOException
{
    /// <param name="server"><c>host:port</c>; the message begins with it.</param>
    /// <param name="reason">What happened.</param>
    /// <param name="inner">The cause, or null.</param>
    public WebServerException(string server, string reason, Exception? inner = null)
        : base($"{server}: {reason}", inner)
    {
    }

    /// <summary>Whether no connection came to be, so that nothing was asked. Default false.</summary>
    public bool IsUnreachable { get; init; }
}
