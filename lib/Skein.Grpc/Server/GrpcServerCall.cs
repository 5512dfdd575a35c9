using System.Globalization;
using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Skein.Grpc;

/// <summary>One call as its handler sees it. Valid until the handler returns.</summary>
public sealed class GrpcServerCall
{
    private readonly IFeatureCollection _features;
    private readonly GrpcServerState _server;
    private long _started;
    private TimeSpan? _timeout;
    private bool _isStreaming;
    private bool _bodyBegun;
    private bool _isAbandoned;
    private volatile bool _isPastDeadline;
    private CancellationTokenSource? _cancellation;
    private ITimer? _timer;

    internal GrpcServerCall(IFeatureCollection features, GrpcServerState server)
    {
        _features = features;
        _server = server;
        Request = features.GetRequiredFeature<IHttpRequestFeature>();
    }

    /// <summary>Path of the procedure: <c>/service/name</c>.</summary>
    public string Path => Request.Path;

    /// <summary>
    /// Fires when the client resets the call or its connection ends, when the deadline passes and, for streams, when the server stops.
    /// </summary>
    public CancellationToken Cancellation
    {
        get
        {
            if (_timeout is null && !_isStreaming)
                return Aborted;
            return (_cancellation ?? CreateCancellation()).Token;
        }
    }

    internal IHttpRequestFeature Request { get; }

    internal PipeReader Input => _features.GetRequiredFeature<IRequestBodyPipeFeature>().Reader;

    internal int MaxMessageSize => _server.MaxMessageSize;

    /// <summary>
    /// Token for reading the request. The transport ends reads of an aborted call by itself, so that only a deadline needs one.
    /// </summary>
    internal CancellationToken ReadCancellation => _timeout is null ? default : Cancellation;

    internal bool IsAborted => _isAbandoned || Aborted.IsCancellationRequested;

    internal bool IsEndedByStop => _isStreaming && _server.Stopping.IsCancellationRequested;

    /// <summary>Whether the deadline's timer has fired; the clock may still be a tick short of it then.</summary>
    internal bool IsPastDeadline => _isPastDeadline;

    private CancellationToken Aborted => _features.GetRequiredFeature<IHttpRequestLifetimeFeature>().RequestAborted;

    /// <summary>Tells the call what the headers and its route say, before the handler runs.</summary>
    internal void Begin(TimeSpan? timeout, bool isStreaming)
    {
        _started = _server.TimeProvider.GetTimestamp();
        _timeout = timeout;
        _isStreaming = isStreaming;
        if (isStreaming)
            CreateCancellation();
    }

    /// <summary>The response's body; from now on the status goes into trailers.</summary>
    internal PipeWriter BeginBody()
    {
        var body = _features.GetRequiredFeature<IHttpResponseBodyFeature>();
        if (!_bodyBegun)
        {
            _bodyBegun = true;
            SetContentType();
        }

        return body.Writer;
    }

    /// <summary>Sets the outcome: in trailers after a body, else in the headers, which then are the whole response.</summary>
    internal void Finish(GrpcStatusCode status, string? detail)
    {
        IHeaderDictionary target;
        if (_bodyBegun)
        {
            target = _features.GetRequiredFeature<IHttpResponseTrailersFeature>().Trailers;
        }
        else
        {
            SetContentType();
            target = _features.GetRequiredFeature<IHttpResponseFeature>().Headers;
            // The refusal of an encoding has to name those that are understood.
            if (status == GrpcStatusCode.Unimplemented)
                target.GrpcAcceptEncoding = GrpcHeaders.Identity;
        }

        target.GrpcStatus = StatusText(status);
        if (!string.IsNullOrEmpty(detail))
            target.GrpcMessage = StatusDetail.Encode(detail);
    }

    /// <summary>Refuses what is no gRPC call at all.</summary>
    internal void FinishWithHttpStatus(int httpStatus) =>
        _features.GetRequiredFeature<IHttpResponseFeature>().StatusCode = httpStatus;

    /// <summary>
    /// Notes that the client is gone, which the pipes notice before the transport signals it; a handler sees one way to be cancelled.
    /// </summary>
    internal OperationCanceledException Abandon(Exception? cause)
    {
        _isAbandoned = true;
        return new OperationCanceledException("The client is gone", cause, Aborted);
    }

    internal void End()
    {
        _timer?.Dispose();
        _cancellation?.Dispose();
    }

    private void SetContentType() =>
        _features.GetRequiredFeature<IHttpResponseFeature>().Headers.ContentType = GrpcHeaders.ContentType;

    private CancellationTokenSource CreateCancellation()
    {
        var created = CancellationTokenSource.CreateLinkedTokenSource(
            Aborted, _isStreaming ? _server.Stopping : CancellationToken.None);
        if (Interlocked.CompareExchange(ref _cancellation, created, null) is { } other)
        {
            created.Dispose();
            return other;
        }

        if (_timeout is { } timeout)
            _timer = StartTimer(timeout - _server.TimeProvider.GetElapsedTime(_started));
        return created;
    }

    private ITimer? StartTimer(TimeSpan remaining)
    {
        // Timers hold some 49 days; a call that is given more has no deadline worth a timer.
        if (remaining > TimeSpan.FromDays(45))
            return null;
        return _server.TimeProvider.CreateTimer(
            static state => ((GrpcServerCall)state!).PassDeadline(),
            this,
            remaining < TimeSpan.Zero ? TimeSpan.Zero : remaining,
            Timeout.InfiniteTimeSpan);
    }

    private void PassDeadline()
    {
        _isPastDeadline = true;
        try
        {
            _cancellation?.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The call ended while its timer was firing.
        }
    }

    private static StringValues StatusText(GrpcStatusCode status) => status == GrpcStatusCode.Ok
        ? "0"
        : ((int)status).ToString(CultureInfo.InvariantCulture);
}
