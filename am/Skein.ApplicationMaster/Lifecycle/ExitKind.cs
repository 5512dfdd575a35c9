namespace Skein.ApplicationMaster.Lifecycle;

/// <summary>Whose doing the end of a container was.</summary>
internal enum ExitKind
{
    /// <summary>Its script ended well.</summary>
    Success,

    /// <summary>Its own: the script failed, took more than it may, or could not be set up.</summary>
    Failure,

    /// <summary>A user's, or the application master's.</summary>
    Killed,

    /// <summary>The cluster's: a node went away or the container was preempted. It is replaced, and no failure of the service.</summary>
    Lost,
}
