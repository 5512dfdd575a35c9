using Skein.Hadoop.Yarn.Protocol;

namespace Skein.Hadoop.Yarn;

/// <summary>Addresses of files that a NodeManager brings into a container.</summary>
public static class LocalResources
{
    // Absent means port 0 to the NodeManager, which then dials it; -1 means "none given" and lets it use the file system's default.
    private const int NoPort = -1;

    /// <summary>The address of a remote file.</summary>
    /// <param name="scheme">Such as <c>hdfs</c>.</param>
    /// <param name="host">Host or nameservice; empty: the NodeManager's own default file system.</param>
    /// <param name="port">0: none given.</param>
    /// <param name="path">Absolute path, taken literally.</param>
    public static URLProto Address(string scheme, string host, int port, string path)
    {
        var url = new URLProto { Scheme = scheme, Port = port > 0 ? port : NoPort, File = path };
        if (host.Length > 0)
            url.Host = host;
        return url;
    }
}
