using System.Globalization;
using Skein.Protocol;
using Skein.Specification;

namespace Skein.ApplicationMaster.Lifecycle;

/// <summary>Why and how the application ends. The first outcome stands; later ones are ignored.</summary>
/// <param name="Status">Reported to YARN.</param>
/// <param name="Message">Reported to YARN as diagnostics.</param>
/// <param name="ExitCode">One of <see cref="ApplicationExitCode"/>.</param>
/// <param name="MayRetry">Whether a further attempt of the application master, if there is one, starts over.</param>
internal sealed record ApplicationOutcome(FinalStatus Status, string Message, int ExitCode, bool MayRetry)
{
    // What a shell reports for a process ended by SIGTERM, which is how YARN ends a container over its memory limit.
    private const int Terminated = 143;

    /// <summary>Whether this attempt has no say any more in what becomes of the application.</summary>
    public bool IsAbandoned { get; init; }

    /// <summary>Whether a signal ends this process, which leaves little time.</summary>
    public bool IsSignalled { get; init; }

    /// <summary>Every service ended and no driver is left to wait for.</summary>
    public static ApplicationOutcome Completed { get; } =
        new(FinalStatus.Succeeded, "Application completed successfully.", ApplicationExitCode.Success, MayRetry: false);

    /// <summary>The process got SIGTERM, or its caller gave it up.</summary>
    public static ApplicationOutcome Stopped { get; } = new(
        FinalStatus.Failed,
        "Application master shut down by external signal. It was killed by a user or the cluster, or exceeded its memory limit: "
            + "if no one killed it, consider raising 'master: resources: memory'.",
        ApplicationExitCode.MasterFailure,
        MayRetry: true) { IsSignalled = true };

    /// <summary>The ResourceManager wants nothing more of this attempt: the application was killed, or a newer attempt owns it.</summary>
    public static ApplicationOutcome Abandoned(string reason) =>
        MasterFailed($"Application master stopped: {reason}.") with { IsAbandoned = true };

    public static ApplicationOutcome ServiceFailed(string service) => new(
        FinalStatus.Failed,
        $"Failure in service {service}, see logs for more information.",
        ApplicationExitCode.ServiceFailure,
        MayRetry: true);

    public static ApplicationOutcome DriverExited(int exitCode) => exitCode switch
    {
        0 => new(FinalStatus.Succeeded, "Application driver completed successfully.", ApplicationExitCode.Success, MayRetry: false),
        Terminated => DriverFailed(
            "Application driver was terminated (exit code 143), often because the application master's memory limit was exceeded. "
                + "Consider raising 'master: resources: memory'; its output is in application.driver.log."),
        _ => DriverFailed(string.Create(
            CultureInfo.InvariantCulture, $"Application driver failed with exit code {exitCode}, see logs for more information.")),
    };

    public static ApplicationOutcome DriverFailed(string message) =>
        new(FinalStatus.Failed, message, ApplicationExitCode.DriverFailure, MayRetry: true);

    /// <summary>Another attempt would only take as long again.</summary>
    public static ApplicationOutcome TimeLimitExceeded(TimeSpan limit) =>
        MasterFailed($"Application exceeded its time limit of {DurationText.Format(limit)}.") with { MayRetry = false };

    public static ApplicationOutcome AllocatorFailed(string reason) => MasterFailed($"Failure in container allocator: {reason}");

    public static ApplicationOutcome MasterFailed(string message) =>
        new(FinalStatus.Failed, message, ApplicationExitCode.MasterFailure, MayRetry: true);

    /// <summary>A user's wish is final: no attempt follows, whatever the status.</summary>
    public static ApplicationOutcome Requested(FinalStatus status, string diagnostics) => new(
        status,
        diagnostics.Length == 0 ? "Shutdown requested by user." : diagnostics,
        ApplicationExitCode.Success,
        MayRetry: false);
}
