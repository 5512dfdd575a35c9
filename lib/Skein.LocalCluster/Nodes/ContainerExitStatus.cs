namespace Skein.LocalCluster.Nodes;

/// <summary>Exit statuses that YARN itself gives containers; others are those of their processes.</summary>
public static class ContainerExitStatus
{
    /// <summary>It has not ended, or never began: its files could not be brought, say.</summary>
    public const int Invalid = -1000;

    /// <summary>It was released, or its node was lost.</summary>
    public const int Aborted = -100;

    /// <summary>The scheduler took it back for another queue.</summary>
    public const int Preempted = -102;

    /// <summary>Its processes took more memory than it has.</summary>
    public const int ExceededMemory = -104;

    /// <summary>The application master asked for its end.</summary>
    public const int KilledByApplicationMaster = -105;

    /// <summary>The ResourceManager asked for its end.</summary>
    public const int KilledByResourceManager = -106;

    /// <summary>Its application ended before it.</summary>
    public const int KilledAfterApplication = -107;
}
