using System.Collections.Frozen;
using Microsoft.Extensions.Logging;

namespace Skein.Grpc;

/// <summary>Turns HTTP requests into calls, and what becomes of their handlers into statuses.</summary>
internal sealed class GrpcApplication(FrozenDictionary<string, GrpcHandler> handlers, GrpcServerState server, ILogger logger)
    : IHttp2Application
{
    private const int MethodNotAllowed = 405;
    private const int UnsupportedMediaType = 415;

    /// <inheritdoc />
    public IRequestTarget Open(Http2Stream stream, RequestHeaders headers)
    {
        var call = new GrpcServerCall(stream, server, this, headers.Path!);
        if (headers.Method != "POST")
        {
            call.FinishWithHttpStatus(MethodNotAllowed);
            return call;
        }

        if (!GrpcHeaders.IsGrpc(headers.ContentType))
        {
            call.FinishWithHttpStatus(UnsupportedMediaType);
            return call;
        }

        try
        {
            var handler = FindHandler(call.Path, headers.Encoding);
            call.Begin(handler, ReadTimeout(headers.Timeout));
            if (handler.IsStreaming)
                Run(call, handler, []);
        }
        catch (GrpcException e)
        {
            call.Finish(e.Status, e.Message);
        }

        return call;
    }

    /// <summary>Runs a call's handler, at best to its end.</summary>
    public void Run(GrpcServerCall call, GrpcHandler handler, ReadOnlySpan<byte> request)
    {
        Task task;
        try
        {
            task = handler.InvokeAsync(call, request);
        }
        catch (Exception e)
        {
            FinishFailed(call, e);
            return;
        }

        if (task.IsCompletedSuccessfully)
            FinishServed(call);
        else
            _ = FinishLaterAsync(call, task);
    }

    private async Task FinishLaterAsync(GrpcServerCall call, Task task)
    {
        try
        {
            await task;
        }
        catch (Exception e)
        {
            FinishFailed(call, e);
            return;
        }

        FinishServed(call);
    }

    private void FinishServed(GrpcServerCall call)
    {
        if (call.IsEndedByStop)
            call.Finish(GrpcStatusCode.Unavailable, server.StopDetail);
        else
            call.Finish(GrpcStatusCode.Ok, null);
    }

    private void FinishFailed(GrpcServerCall call, Exception exception)
    {
        if (exception is GrpcException e)
        {
            call.Finish(e.Status, e.Message);
            return;
        }

        if (exception is OperationCanceledException && FindCancellation(call) is { } cancelled)
        {
            call.Finish(cancelled.Status, cancelled.Detail);
            return;
        }

        if (call.IsAborted)
            GrpcServerLog.AbandonedHandlerFailed(logger, call.Path, exception);
        else
            GrpcServerLog.HandlerFailed(logger, call.Path, exception);
        call.Finish(GrpcStatusCode.Internal, $"{call.Path} failed in the server, whose log has the trace: {exception.Message}");
    }

    private GrpcHandler FindHandler(string path, string? encoding)
    {
        if (server.Stopping.IsCancellationRequested)
            throw new GrpcException(GrpcStatusCode.Unavailable, server.StopDetail);
        if (encoding is not null && encoding != GrpcHeaders.Identity)
        {
            throw new GrpcException(
                GrpcStatusCode.Unimplemented, $"Messages are compressed with '{encoding}'; only the identity encoding is supported");
        }

        return handlers.TryGetValue(path, out var handler)
            ? handler
            : throw new GrpcException(GrpcStatusCode.Unimplemented, $"This server has no procedure {path}");
    }

    private static TimeSpan? ReadTimeout(string? text)
    {
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
}
