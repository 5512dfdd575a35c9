using System.Collections.Frozen;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Skein.Grpc;

/// <summary>
/// Turns HTTP requests into calls, and what becomes of their handlers into statuses. It sits directly on the transport: no middleware,
/// no <see cref="HttpContext"/>.
/// </summary>
internal sealed class GrpcApplication(FrozenDictionary<string, GrpcHandler> handlers, GrpcServerState server, ILogger logger)
    : IHttpApplication<GrpcServerCall>
{
    /// <inheritdoc />
    public GrpcServerCall CreateContext(IFeatureCollection contextFeatures) => new(contextFeatures, server);

    /// <inheritdoc />
    public void DisposeContext(GrpcServerCall context, Exception? exception) => context.End();

    /// <inheritdoc />
    public async Task ProcessRequestAsync(GrpcServerCall context)
    {
        var call = context;
        if (FindHttpRefusal(call.Request) is { } httpStatus)
        {
            call.FinishWithHttpStatus(httpStatus);
            return;
        }

        try
        {
            var handler = FindHandler(call);
            call.Begin(ReadTimeout(call.Request.Headers), handler.IsStreaming);
            await handler.InvokeAsync(call);
            if (call.IsEndedByStop)
                call.Finish(GrpcStatusCode.Unavailable, server.StopDetail);
            else
                call.Finish(GrpcStatusCode.Ok, null);
        }
        catch (GrpcException e)
        {
            call.Finish(e.Status, e.Message);
        }
        catch (OperationCanceledException) when (FindCancellation(call) is { } cancelled)
        {
            call.Finish(cancelled.Status, cancelled.Detail);
        }
        catch (Exception e)
        {
            FinishUnhandled(call, e);
        }
    }

    private static int? FindHttpRefusal(IHttpRequestFeature request)
    {
        if (!HttpMethods.IsPost(request.Method))
            return StatusCodes.Status405MethodNotAllowed;
        string? contentType = request.Headers.ContentType;
        return GrpcHeaders.IsGrpc(contentType) ? null : StatusCodes.Status415UnsupportedMediaType;
    }

    private GrpcHandler FindHandler(GrpcServerCall call)
    {
        if (server.Stopping.IsCancellationRequested)
            throw new GrpcException(GrpcStatusCode.Unavailable, server.StopDetail);
        string? encoding = call.Request.Headers.GrpcEncoding;
        if (encoding is not null && encoding != GrpcHeaders.Identity)
        {
            throw new GrpcException(
                GrpcStatusCode.Unimplemented, $"Messages are compressed with '{encoding}'; only the identity encoding is supported");
        }

        return handlers.TryGetValue(call.Path, out var handler)
            ? handler
            : throw new GrpcException(GrpcStatusCode.Unimplemented, $"This server has no procedure {call.Path}");
    }

    private static TimeSpan? ReadTimeout(IHeaderDictionary headers)
    {
        string? text = headers.GrpcTimeout;
        if (text is null)
            return null;
        return CallTimeout.TryParse(text, out var timeout)
            ? timeout
            : throw new GrpcException(GrpcStatusCode.Internal, $"The header {GrpcHeaders.Timeout} is malformed");
    }

    private (GrpcStatusCode Status, string Detail)? FindCancellation(GrpcServerCall call) =>
        call.IsPastDeadline ? (GrpcStatusCode.DeadlineExceeded, $"The deadline of {call.Path} passed")
        : call.IsEndedByStop ? (GrpcStatusCode.Unavailable, server.StopDetail)
        : call.IsAborted ? (GrpcStatusCode.Cancelled, $"The call of {call.Path} was cancelled")
        : null;

    private void FinishUnhandled(GrpcServerCall call, Exception exception)
    {
        if (call.IsAborted)
            GrpcServerLog.AbandonedHandlerFailed(logger, call.Path, exception);
        else
            GrpcServerLog.HandlerFailed(logger, call.Path, exception);
        call.Finish(GrpcStatusCode.Internal, $"{call.Path} failed in the server, whose log has the trace: {exception.Message}");
    }
}
