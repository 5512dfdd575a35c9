using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Skein.Grpc;

/// <summary>gRPC over HTTP/2 and mutual TLS, for holders of one certificate pair.</summary>
public sealed class GrpcServer : IAsyncDisposable
{
    // A stream's window bounds what an unread request holds; the connection's, what all of its streams hold together.
    private const int StreamWindow = 256 * 1024;
    private const int ConnectionWindow = 512 * 1024;

    // Each watch of some client libraries is a stream of its own, and several wait on one connection; idle streams cost little, and the
    // windows bound what they can hold together.
    private const int MaxStreams = 1024;

    private readonly WebApplication _services;
    private readonly IServer _transport;
    private readonly CancellationTokenSource _stopping;
    private readonly GrpcServerOptions _options;

    // Guards _stopped.
    private readonly Lock _gate = new();
    private Task? _stopped;

    private GrpcServer(WebApplication services, IServer transport, CancellationTokenSource stopping, GrpcServerOptions options)
    {
        _services = services;
        _transport = transport;
        _stopping = stopping;
        _options = options;
    }

    /// <summary>The port the server listens on.</summary>
    public int Port => new Uri(_transport.Features.GetRequiredFeature<IServerAddressesFeature>().Addresses.First()).Port;

    /// <summary>Starts a server.</summary>
    /// <param name="options">Where and with which certificate it listens.</param>
    /// <param name="routes">Its procedures; later additions have no effect.</param>
    /// <param name="cancellation">Ends the start.</param>
    /// <exception cref="IOException">The address is in use.</exception>
    public static async Task<GrpcServer> StartAsync(GrpcServerOptions options, GrpcRoutes routes, CancellationToken cancellation)
    {
        var certificate = new PinnedCertificate(options.Certificate, options.TimeProvider);
        // The web application is never run: it only builds the transport, which takes our application in place of a middleware pipeline.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddSingleton(options.LoggerFactory);
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel => Configure(kestrel, options, certificate));
        var services = builder.Build();
        var stopping = new CancellationTokenSource();
        try
        {
            var transport = services.Services.GetRequiredService<IServer>();
            var state = new GrpcServerState(options.MaxMessageSize, options.StopDetail, options.TimeProvider, stopping.Token);
            var application = new GrpcApplication(routes.Freeze(), state, options.LoggerFactory.CreateLogger<GrpcServer>());
            await transport.StartAsync(application, cancellation);
            return new GrpcServer(services, transport, stopping, options);
        }
        catch
        {
            await services.DisposeAsync();
            stopping.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Stops listening, ends open streams with UNAVAILABLE, and lets unary calls finish for up to
    /// <see cref="GrpcServerOptions.StopTimeout"/> before connections are cut. Calling it again waits for the same stop.
    /// </summary>
    /// <param name="cancellation">Cuts the connections at once.</param>
    public Task StopAsync(CancellationToken cancellation)
    {
        lock (_gate)
            return _stopped ??= StopOnceAsync(cancellation);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        await _services.DisposeAsync();
        _stopping.Dispose();
    }

    private async Task StopOnceAsync(CancellationToken cancellation)
    {
        // Streams end with a status of their own: a clean end would tell a watching client that nothing more can happen.
        await _stopping.CancelAsync();
        using var timeout = new CancellationTokenSource(_options.StopTimeout, _options.TimeProvider);
        using var cut = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellation);
        await _transport.StopAsync(cut.Token);
    }

    private static void Configure(KestrelServerOptions kestrel, GrpcServerOptions options, PinnedCertificate certificate)
    {
        kestrel.AddServerHeader = false;
        var limits = kestrel.Limits;
        // Streams live as long as the application, idle for most of it; messages have a limit of their own.
        limits.MaxRequestBodySize = null;
        limits.MinRequestBodyDataRate = null;
        limits.MinResponseDataRate = null;
        limits.MaxRequestHeadersTotalSize = 16 * 1024;
        // Whoever reaches the port can open connections and leave them; memory must not be theirs to take.
        limits.MaxConcurrentConnections = options.MaxConnections;
        limits.Http2.MaxStreamsPerConnection = MaxStreams;
        limits.Http2.InitialStreamWindowSize = StreamWindow;
        limits.Http2.InitialConnectionWindowSize = ConnectionWindow;
        // A client whose machine died leaves no trace on the wire; its streams end when it does not answer a ping.
        limits.Http2.KeepAlivePingDelay = TimeSpan.FromSeconds(60);
        limits.Http2.KeepAlivePingTimeout = TimeSpan.FromSeconds(20);
        kestrel.Listen(options.Address, options.Port, listen =>
        {
            listen.Protocols = HttpProtocols.Http2;
            listen.UseHttps(new TlsHandshakeCallbackOptions
            {
                HandshakeTimeout = TimeSpan.FromSeconds(10),
                OnConnection = _ => ValueTask.FromResult(certificate.CreateServerOptions()),
            });
        });
    }
}
