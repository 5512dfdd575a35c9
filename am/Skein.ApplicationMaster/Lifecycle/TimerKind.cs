namespace Skein.ApplicationMaster.Lifecycle;

/// <summary>What is due when a timer of the application elapses.</summary>
internal enum TimerKind
{
    /// <summary>A container that was held back is asked for.</summary>
    Request,

    /// <summary>A container has run long enough to be ready.</summary>
    Readiness,

    /// <summary>A container has run for as long as its service lets it.</summary>
    ContainerLimit,

    /// <summary>A container that was told to stop has had its time.</summary>
    StopGrace,

    /// <summary>The application has lived for as long as it may.</summary>
    ApplicationLimit,
}
