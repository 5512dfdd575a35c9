namespace Skein.Hadoop.Rpc;

/// <summary>An error that a Hadoop server answered with.</summary>
public sealed class RemoteException : IOException
{
    /// <param name="className">Java class of the server's exception.</param>
    /// <param name="message">The server's message without its stack trace.</param>
    /// <param name="remoteTrace">The stack trace as the server sent it, or null.</param>
    /// <param name="endpoint">The server that answered.</param>
    public RemoteException(string className, string message, string? remoteTrace, HadoopEndpoint endpoint)
        : base(message)
    {
        ClassName = className;
        RemoteTrace = remoteTrace;
        Endpoint = endpoint;
    }

    /// <summary>Full Java class name, such as <c>java.io.FileNotFoundException</c>.</summary>
    public string ClassName { get; }

    /// <summary><see cref="ClassName"/> without its package and outer class: <c>FileNotFoundException</c>.</summary>
    public string SimpleName => ClassName[(ClassName.LastIndexOfAny(['.', '$']) + 1)..];

    /// <summary>Stack trace of the server, shown only on request.</summary>
    public string? RemoteTrace { get; }

    public HadoopEndpoint Endpoint { get; }
}
