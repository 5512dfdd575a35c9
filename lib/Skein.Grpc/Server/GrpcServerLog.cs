using Microsoft.Extensions.Logging;

namespace Skein.Grpc;

/// <summary>What the server logs. Ids are never reused.</summary>
internal static partial class GrpcServerLog
{
    [LoggerMessage(1, LogLevel.Error, "The handler of {Path} failed.")]
    public static partial void HandlerFailed(ILogger logger, string path, Exception exception);

    [LoggerMessage(2, LogLevel.Debug, "The handler of {Path} failed after its client had gone.")]
    public static partial void AbandonedHandlerFailed(ILogger logger, string path, Exception exception);
}
