namespace Skein.ApplicationMaster;

/// <summary>Exit codes of the application master's process.</summary>
public static class ApplicationExitCode
{
    /// <summary>The application ended as its services, its driver or a user wanted.</summary>
    public const int Success = 0;

    /// <summary>The application master was started with wrong arguments or without its environment.</summary>
    public const int Usage = 1;

    /// <summary>The application master itself failed, or was stopped from outside.</summary>
    public const int MasterFailure = 10;

    /// <summary>The application driver failed.</summary>
    public const int DriverFailure = 11;

    /// <summary>A service failed.</summary>
    public const int ServiceFailure = 12;
}
