namespace Skein.Hadoop.Rpc;

/// <summary>Exceptions of Hadoop's servers that ask for something else than giving up.</summary>
public static class RemoteErrors
{
    /// <summary>The server is not the active one of its group.</summary>
    public const string Standby = "org.apache.hadoop.ipc.StandbyException";

    /// <summary>The server answers reads only, and this one only where the active one has been asked before.</summary>
    public const string ObserverRetryOnActive = "org.apache.hadoop.ipc.ObserverRetryOnActiveException";

    /// <summary>The server can not do it yet.</summary>
    public const string Retriable = "org.apache.hadoop.ipc.RetriableException";

    /// <summary>The NameNode does not take changes yet, or was told not to.</summary>
    public const string SafeMode = "org.apache.hadoop.hdfs.server.namenode.SafeModeException";

    /// <summary>The NodeManager has not registered with its ResourceManager yet.</summary>
    public const string NodeManagerNotReady = "org.apache.hadoop.yarn.exceptions.NMNotYetReadyException";

    /// <summary>The token is not known to the server: it expired, was cancelled, or belongs to another server.</summary>
    public const string InvalidToken = "org.apache.hadoop.security.token.SecretManager$InvalidToken";

    /// <summary>The server does not let the caller act for another user, or not from here; or not call it at all.</summary>
    private const string Authorization = "org.apache.hadoop.security.authorize.AuthorizationException";

    /// <summary>What the server said, and what can be done about it where that is known.</summary>
    public static string Explain(RemoteException error) => error.ClassName switch
    {
        InvalidToken => $"{error.Message}; the token has expired, was cancelled or is another server's",
        Authorization when error.Message.Contains("impersonate", StringComparison.Ordinal) =>
            $"{error.Message}; the server's hadoop.proxyuser.<user>.users or .groups would have to name whom it may act for",
        Authorization when error.Message.StartsWith("Unauthorized connection for super-user", StringComparison.Ordinal) =>
            $"{error.Message}; the server's hadoop.proxyuser.<user>.hosts would have to name this host",
        _ => error.Message,
    };

    /// <summary>
    /// Whether a login by Kerberos was taken for one that somebody sent again, as happens where many logins fall into one microsecond. The
    /// text is Java's own for the error 34 of RFC 4120.
    /// </summary>
    public static bool IsReplay(RemoteException error) => error.Message.Contains("Request is a replay (34)", StringComparison.Ordinal);

    /// <summary>Whether another server of the group should be asked.</summary>
    public static bool IsStandby(RemoteException error) => error.ClassName is Standby or ObserverRetryOnActive;

    /// <summary>Whether the same server will do it later.</summary>
    public static bool IsBusy(RemoteException error) => error.ClassName is Retriable or SafeMode or NodeManagerNotReady;
}
