using Microsoft.Extensions.Logging;

namespace Skein.Submission.Driver;

/// <summary>What the service says of its calls. Event ids are never reused.</summary>
internal static partial class DriverServiceLog
{
    [LoggerMessage(101, LogLevel.Information, "Submitted {ApplicationId} ('{Name}')")]
    public static partial void Submitted(this ILogger log, string applicationId, string name);

    [LoggerMessage(102, LogLevel.Debug, "Asked to {Task}: {Reason}")]
    public static partial void Refused(this ILogger log, string task, string reason);

    [LoggerMessage(103, LogLevel.Warning, "{Reason}")]
    public static partial void Failed(this ILogger log, string reason);
}
