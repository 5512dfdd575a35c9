using System.Collections.Concurrent;
using System.IO.Pipelines;
using System.Net;
using Google.Protobuf;

namespace Skein.Grpc;

/// <summary>
/// Calls to one server over HTTP/2 and mutual TLS. Connects at the first call and again whenever needed; safe for concurrent use.
/// Proxies of the environment are never used.
/// </summary>
public sealed class GrpcChannel : IDisposable
{
    private static readonly Uri Authority = new($"https://{PinnedCertificate.TargetName}/");

    private readonly GrpcChannelOptions _options;
    private readonly HttpMessageInvoker _http;
    private readonly ConcurrentDictionary<string, Uri> _addresses = new(StringComparer.Ordinal);
    private readonly string _server;

    /// <summary>Creates the channel; nothing is sent yet.</summary>
    /// <param name="options">Where and with which certificate to connect.</param>
    /// <exception cref="ArgumentException">The certificate has no private key.</exception>
    public GrpcChannel(GrpcChannelOptions options)
    {
        _options = options;
        _server = $"{options.ServerName} at {options.Host}:{options.Port}";
        var connector = new GrpcConnector(options, new PinnedCertificate(options.Certificate, options.TimeProvider));
        _http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            // A finished TLS stream is used as it is; the target name and :authority stay those of the URI.
            ConnectCallback = (_, cancellation) => connector.ConnectAsync(cancellation),
            EnableMultipleHttp2Connections = true,
            KeepAlivePingDelay = options.KeepAlivePingDelay,
            KeepAlivePingTimeout = TimeSpan.FromSeconds(20),
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ActivityHeadersPropagator = null,
        });
    }

    /// <summary>Calls a procedure with one request and one response.</summary>
    /// <param name="method">The procedure.</param>
    /// <param name="request">The request.</param>
    /// <param name="deadline">Time the whole call may take, connecting included; the server is told. Null: no limit.</param>
    /// <param name="cancellation">Ends the call; the server is told.</param>
    /// <exception cref="GrpcException">The call ended with a status other than OK.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellation"/> fired.</exception>
    public async Task<TResponse> CallAsync<TRequest, TResponse>(
        GrpcMethod<TRequest, TResponse> method, TRequest request, TimeSpan? deadline, CancellationToken cancellation)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        using var message = CreateRequest(method.Path, new MessageContent<TRequest>(request, _options.MaxMessageSize), deadline);
        using var timer = new CancellationTokenSource(deadline ?? Timeout.InfiniteTimeSpan, _options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timer.Token);
        try
        {
            using var response = await _http.SendAsync(message, either.Token);
            return await ReadResponseAsync(method, response, either.Token);
        }
        catch (Exception) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellation);
        }
        catch (Exception e) when (timer.IsCancellationRequested && e is not GrpcException)
        {
            throw new GrpcException(
                GrpcStatusCode.DeadlineExceeded, $"{method.Path} of {_server} took longer than the {deadline} it was given", e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            throw CallFailure.FromTransport(e, _server);
        }
    }

    /// <summary>Opens a call with a stream of requests and a stream of responses. Failures show when it is used.</summary>
    /// <param name="method">The procedure.</param>
    /// <param name="cancellation">Ends the call; the server is told.</param>
    public GrpcDuplexCall<TRequest, TResponse> OpenDuplex<TRequest, TResponse>(
        GrpcMethod<TRequest, TResponse> method, CancellationToken cancellation)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        var body = new OpenContent();
        var message = CreateRequest(method.Path, body, deadline: null);
        return new GrpcDuplexCall<TRequest, TResponse>(method, _http, message, body, _options.MaxMessageSize, _server, cancellation);
    }

    /// <summary>Closes the connections; running calls fail.</summary>
    public void Dispose() => _http.Dispose();

    private async Task<TResponse> ReadResponseAsync<TRequest, TResponse>(
        GrpcMethod<TRequest, TResponse> method, HttpResponseMessage response, CancellationToken cancellation)
        where TRequest : class, IMessage<TRequest>
        where TResponse : class, IMessage<TResponse>
    {
        if (CallFailure.FromHeaders(response, _server) is { } refused)
            throw refused;
        var body = PipeReader.Create(await response.Content.ReadAsStreamAsync(cancellation));
        var message = await MessageReader.ReadAsync(body, method.ResponseParser, _options.MaxMessageSize, cancellation);
        var second = message is null
            ? null
            : await MessageReader.ReadAsync(body, method.ResponseParser, _options.MaxMessageSize, cancellation);
        // A failed call has no message, so its status comes before any complaint about that.
        if (second is null && CallFailure.FromTrailers(response, _server) is { } failed)
            throw failed;
        await body.CompleteAsync();
        return second is null && message is not null
            ? message
            : throw new GrpcException(
                GrpcStatusCode.Internal, $"{_server} sent {(message is null ? "no" : "more than one")} response to {method.Path}");
    }

    private HttpRequestMessage CreateRequest(string path, HttpContent body, TimeSpan? deadline)
    {
        var address = _addresses.GetOrAdd(path, static p => new Uri(Authority, p));
        var message = new HttpRequestMessage(HttpMethod.Post, address)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = body,
        };
        message.Headers.TryAddWithoutValidation("te", "trailers");
        if (deadline is { } timeout)
            message.Headers.TryAddWithoutValidation(GrpcHeaders.Timeout, CallTimeout.Format(timeout));
        body.Headers.TryAddWithoutValidation("content-type", GrpcHeaders.ContentType);
        return message;
    }
}
