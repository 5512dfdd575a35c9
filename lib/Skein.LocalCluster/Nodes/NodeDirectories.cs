namespace Skein.LocalCluster.Nodes;

/// <summary>Where a node keeps what, named as a NodeManager names it.</summary>
/// <remarks>
/// <code>
/// ROOT/local/filecache/                                        public resources
/// ROOT/local/usercache/USER/filecache/                         a user's private resources
/// ROOT/local/usercache/USER/appcache/APPLICATION/filecache/    resources of one application
/// ROOT/local/usercache/USER/appcache/APPLICATION/CONTAINER/    a container's working directory
/// ROOT/logs/APPLICATION/CONTAINER/                             its logs
/// </code>
/// </remarks>
/// <param name="root">Absolute path of a directory that no other node uses.</param>
public sealed class NodeDirectories(string root)
{
    private const string FileCache = "filecache";
    private const string ApplicationCache = "appcache";

    /// <summary>Everything but the logs.</summary>
    public string Local { get; } = Path.Combine(root, "local");

    /// <summary>The logs of all applications.</summary>
    public string Logs { get; } = Path.Combine(root, "logs");

    /// <summary>The users' directories.</summary>
    public string Users => Path.Combine(Local, "usercache");

    /// <summary>The cache of public resources.</summary>
    public string PublicCache => Path.Combine(Local, FileCache);

    /// <summary>Whether a user of this name can have directories: it is one part of a path, and not the way to another one.</summary>
    public static bool CanBelongTo(string user) => user is not ("" or "." or "..") && !user.AsSpan().ContainsAny('/', '\0');

    /// <summary>What belongs to a user.</summary>
    public string OfUser(string user) => Path.Combine(Users, user);

    /// <summary>The cache of a user's private resources.</summary>
    public string PrivateCache(string user) => Path.Combine(OfUser(user), FileCache);

    /// <summary>A user's applications.</summary>
    public string Applications(string user) => Path.Combine(OfUser(user), ApplicationCache);

    /// <summary>What an application has on the node, but for its logs.</summary>
    public string OfApplication(string user, string applicationId) => Path.Combine(Applications(user), applicationId);

    /// <summary>The cache of one application's own resources.</summary>
    public string CacheOfApplication(string user, string applicationId) => Path.Combine(OfApplication(user, applicationId), FileCache);

    /// <summary>A container's working directory.</summary>
    public string OfContainer(string user, string applicationId, string containerId) =>
        Path.Combine(OfApplication(user, applicationId), containerId);

    /// <summary>An application's logs.</summary>
    public string LogsOfApplication(string applicationId) => Path.Combine(Logs, applicationId);

    /// <summary>A container's logs.</summary>
    public string LogsOfContainer(string applicationId, string containerId) =>
        Path.Combine(LogsOfApplication(applicationId), containerId);
}
