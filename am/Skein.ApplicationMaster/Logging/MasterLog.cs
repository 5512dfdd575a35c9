using Microsoft.Extensions.Logging;
using Skein.ApplicationMaster.Lifecycle;
using Skein.Protocol;

namespace Skein.ApplicationMaster.Logging;

/// <summary>What the application master says of itself. Event ids are never reused.</summary>
internal static partial class MasterLog
{
    [LoggerMessage(1, LogLevel.Information, "Application {ApplicationId}, attempt {Attempt} of {Limit}")]
    public static partial void Starting(this ILogger log, string applicationId, int attempt, int limit);

    [LoggerMessage(2, LogLevel.Information, "gRPC service listens on {Address}")]
    public static partial void Listening(this ILogger log, string address);

    [LoggerMessage(3, LogLevel.Information, "Registered with the ResourceManager in queue {Queue}")]
    public static partial void Registered(this ILogger log, string queue);

    [LoggerMessage(4, LogLevel.Warning, "ResourceManager not reached, trying again: {Reason}")]
    public static partial void ResourceManagerLost(this ILogger log, string reason);

    [LoggerMessage(5, LogLevel.Warning, "ResourceManager has restarted, registering again")]
    public static partial void ResourceManagerForgot(this ILogger log);

    [LoggerMessage(6, LogLevel.Warning, "{Container} not started on {Node}: {Reason}")]
    public static partial void LaunchFailed(this ILogger log, string container, string node, string reason);

    [LoggerMessage(7, LogLevel.Warning, "{Message}")]
    public static partial void Oddity(this ILogger log, string message);

    [LoggerMessage(8, LogLevel.Information, "Application driver started")]
    public static partial void DriverStarted(this ILogger log);

    [LoggerMessage(9, LogLevel.Information, "Shutting down with final status {Status}: {Message}")]
    private static partial void EndingWell(this ILogger log, string status, string message);

    [LoggerMessage(10, LogLevel.Error, "Shutting down with final status {Status}: {Message}")]
    private static partial void EndingBadly(this ILogger log, string status, string message);

    [LoggerMessage(11, LogLevel.Warning, "Application attempt {Attempt} out of {Limit} failed, will retry")]
    public static partial void WillRetry(this ILogger log, int attempt, int limit);

    [LoggerMessage(12, LogLevel.Information, "Unregistered from the ResourceManager")]
    public static partial void Unregistered(this ILogger log);

    [LoggerMessage(13, LogLevel.Warning, "Not unregistered from the ResourceManager: {Reason}")]
    public static partial void NotUnregistered(this ILogger log, string reason);

    [LoggerMessage(14, LogLevel.Information, "Staging directory {Path} removed")]
    public static partial void StagingRemoved(this ILogger log, string path);

    [LoggerMessage(15, LogLevel.Warning, "Staging directory {Path} not removed: {Reason}")]
    public static partial void StagingNotRemoved(this ILogger log, string path, string reason);

    [LoggerMessage(16, LogLevel.Information, "{State}: {Service}_{Instance}{Separator}{Message}")]
    private static partial void ContainerMoved(
        this ILogger log, string state, string service, int instance, string separator, string message);

    [LoggerMessage(17, LogLevel.Warning, "{State}: {Service}_{Instance}{Separator}{Message}")]
    private static partial void ContainerFailed(
        this ILogger log, string state, string service, int instance, string separator, string message);

    [LoggerMessage(18, LogLevel.Warning, "Racks of the cluster's nodes not known, taking the default rack: {Reason}")]
    public static partial void RacksUnknown(this ILogger log, string reason);

    [LoggerMessage(19, LogLevel.Error, "Application master failed")]
    public static partial void Failed(this ILogger log, Exception cause);

    [LoggerMessage(20, LogLevel.Information, "Renewed application master token received")]
    public static partial void TokenRenewed(this ILogger log);

    [LoggerMessage(21, LogLevel.Warning, "Staging directory {Path} not removed yet, trying again: {Reason}")]
    public static partial void StagingDelayed(this ILogger log, string path, string reason);

    [LoggerMessage(22, LogLevel.Warning, "{Container} on {Node} not told to stop, ending it at once: {Reason}")]
    public static partial void StopFailed(this ILogger log, string container, string node, string reason);

    [LoggerMessage(23, LogLevel.Information, "New delegation tokens, which hold until {Until:u}")]
    public static partial void TokensReplaced(this ILogger log, DateTimeOffset until);

    [LoggerMessage(24, LogLevel.Warning, "No new delegation tokens, trying again; those in use hold until {Until:u}: {Reason}")]
    public static partial void TokensNotReplaced(this ILogger log, DateTimeOffset until, string reason);

    [LoggerMessage(25, LogLevel.Warning, "No web pages, nobody could find them: {Reason}")]
    public static partial void PagesNotServed(this ILogger log, string reason);

    [LoggerMessage(26, LogLevel.Warning, "{Method} {Path} could not be answered")]
    public static partial void PageFailed(this ILogger log, string method, string path, Exception cause);

    /// <summary><c>STATE: service_instance - message</c>.</summary>
    public static void ContainerChanged(this ILogger log, ApplicationEffect.ContainerChanged changed)
    {
        var state = StateNames.Of(changed.State);
        var separator = changed.Message.Length > 0 ? " - " : "";
        if (changed.State == ContainerState.Failed)
            log.ContainerFailed(state, changed.Service, changed.Instance, separator, changed.Message);
        else
            log.ContainerMoved(state, changed.Service, changed.Instance, separator, changed.Message);
    }

    public static void Ending(this ILogger log, ApplicationOutcome outcome)
    {
        if (outcome.Status == FinalStatus.Failed)
            log.EndingBadly("FAILED", outcome.Message);
        else
            log.EndingWell(StateNames.Of(outcome.Status), outcome.Message);
    }
}
