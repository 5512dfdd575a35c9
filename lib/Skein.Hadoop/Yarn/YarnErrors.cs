namespace Skein.Hadoop.Yarn;

/// <summary>Exceptions of YARN's servers that clients tell apart, as <c>RemoteException.ClassName</c> names them.</summary>
public static class YarnErrors
{
    /// <summary>The ResourceManager knows no such application, or no longer.</summary>
    public const string ApplicationNotFound = "org.apache.hadoop.yarn.exceptions.ApplicationNotFoundException";

    /// <summary>The ResourceManager knows no such attempt: a newer one owns the application, or it was killed. The caller has to stop.</summary>
    public const string ApplicationAttemptNotFound = "org.apache.hadoop.yarn.exceptions.ApplicationAttemptNotFoundException";

    /// <summary>The ResourceManager has restarted: register again and ask for everything anew.</summary>
    public const string ApplicationMasterNotRegistered = "org.apache.hadoop.yarn.exceptions.ApplicationMasterNotRegisteredException";

    /// <summary>Registered twice, or an allocate with an old response id.</summary>
    public const string InvalidApplicationMasterRequest =
        "org.apache.hadoop.yarn.exceptions.InvalidApplicationMasterRequestException";

    /// <summary>More was asked for than one container may have.</summary>
    public const string InvalidResourceRequest = "org.apache.hadoop.yarn.exceptions.InvalidResourceRequestException";

    /// <summary>A node label was asked for that the cluster does not have.</summary>
    public const string InvalidLabel = "org.apache.hadoop.yarn.exceptions.InvalidLabelResourceRequestException";

    /// <summary>Anything else that YARN turns down.</summary>
    public const string General = "org.apache.hadoop.yarn.exceptions.YarnException";

    /// <summary>A NodeManager refuses a container token.</summary>
    public const string InvalidContainer = "org.apache.hadoop.yarn.exceptions.InvalidContainerException";

    /// <summary>
    /// Part of the message of a plain exception: the ResourceManager turns a whole heartbeat down that carries scheduling requests where
    /// it has no handler for them.
    /// </summary>
    public const string PlacementDisabled = "cannot handle placement constraints";
}
