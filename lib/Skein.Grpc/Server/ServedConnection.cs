using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Skein.Grpc;

/// <summary>One accepted connection, from its TLS handshake to its end.</summary>
internal sealed class ServedConnection(Socket socket, ReceiveBuffers buffers, PinnedCertificate certificate, IHttp2Application application)
    : IAsyncDisposable
{
    private readonly SslStream _transport = new(new ConnectionStream(socket, buffers), leaveInnerStreamOpen: false);
    private volatile Http2Connection? _connection;
    private int _secondsOpening;

    /// <summary>Serves the connection until it ends.</summary>
    public async Task RunAsync()
    {
        try
        {
            await _transport.AuthenticateAsServerAsync(certificate.CreateServerOptions());
            if (_transport.NegotiatedApplicationProtocol != SslApplicationProtocol.Http2)
                return;
            var connection = new Http2Connection(_transport, application);
            _connection = connection;
            await connection.RunAsync();
        }
        catch (Exception e) when (e is AuthenticationException or IOException or ObjectDisposedException or InvalidOperationException)
        {
            // No holder of the pair; or it, or we, hung up.
        }
        finally
        {
            await DisposeAsync();
        }
    }

    /// <summary>Lets calls end and takes no new ones; then ends the reader, which closes the connection.</summary>
    public async Task StopAsync()
    {
        if (_connection is not { } connection)
        {
            Cut();
            return;
        }

        await connection.StopAsync();
        try
        {
            socket.Shutdown(SocketShutdown.Receive);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It is closed.
        }
    }

    /// <summary>Called once a second: cuts a peer that is too slow.</summary>
    public void Tick()
    {
        if (_connection is { } connection ? !connection.Tick() : Interlocked.Increment(ref _secondsOpening) > Http2Limits.OpeningTime)
            Cut();
    }

    /// <summary>Closes the connection at once; its reader and writer notice.</summary>
    public void Cut() => socket.Dispose();

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        // TLS takes no goodbye while something is being written.
        if (_connection is { IsQuiet: true })
        {
            try
            {
                await _transport.ShutdownAsync().WaitAsync(TimeSpan.FromSeconds(1));
            }
            catch (Exception)
            {
                // The peer is gone. OpenSSL's own failures are of a type that is not public.
            }
        }

        Cut();
        await _transport.DisposeAsync();
    }
}
