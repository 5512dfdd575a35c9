using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;

namespace Skein.Grpc;

/// <summary>
/// Makes connections: TCP to the configured address, then TLS with the pinned pair. Its failures say which of the two was at fault.
/// </summary>
internal sealed class GrpcConnector(GrpcChannelOptions options, PinnedCertificate certificate)
{
    private readonly string _address = $"{options.ServerName} at {options.Host}:{options.Port}";

    /// <summary>Connects and authenticates.</summary>
    /// <exception cref="GrpcException">UNAVAILABLE, with the reason.</exception>
    public async ValueTask<Stream> ConnectAsync(CancellationToken cancellation)
    {
        if (certificate.IsExpired)
        {
            throw Unavailable(
                $"the certificate of this application expired on {certificate.NotAfter:u}; make a new pair and submit again", null);
        }

        using var timer = new CancellationTokenSource(options.ConnectTimeout, options.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, timer.Token);
        SslStream? stream = null;
        try
        {
            stream = new SslStream(await DialAsync(either.Token), leaveInnerStreamOpen: false);
            await AuthenticateAsync(stream, either.Token);
            return stream;
        }
        catch (Exception e)
        {
            if (stream is not null)
                await stream.DisposeAsync();
            if (e is OperationCanceledException && !cancellation.IsCancellationRequested)
            {
                throw Unavailable(
                    $"no answer within {options.ConnectTimeout.TotalSeconds:0.###} s; the machine is down, or a firewall is in between", e);
            }

            throw;
        }
    }

    private async Task<NetworkStream> DialAsync(CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(options.Host, options.Port, cancellation);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw Unavailable(Describe(e), e);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private async Task AuthenticateAsync(SslStream stream, CancellationToken cancellation)
    {
        var isOther = false;
        try
        {
            await stream.AuthenticateAsClientAsync(
                certificate.CreateClientOptions(shown => !(isOther = !certificate.Matches(shown))), cancellation);
        }
        catch (AuthenticationException e)
        {
            throw Unavailable(isOther ? "it shows another certificate than ours; use the pair the application was submitted with"
                : $"the TLS handshake failed ({e.Message})", e);
        }
        catch (IOException e)
        {
            throw Unavailable($"the connection ended during the TLS handshake ({e.Message})", e);
        }

        if (stream.NegotiatedApplicationProtocol != SslApplicationProtocol.Http2)
            throw Unavailable("it does not speak HTTP/2, so it is no gRPC server", null);
    }

    private static string Describe(SocketException exception) => exception.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => "connection refused; it has ended, or listens elsewhere now",
        SocketError.HostNotFound or SocketError.TryAgain or SocketError.NoData => "the host name does not resolve",
        SocketError.TimedOut => "no answer; the machine is down, or a firewall is in between",
        SocketError.HostUnreachable or SocketError.NetworkUnreachable => "there is no route to the machine",
        _ => exception.Message,
    };

    private GrpcException Unavailable(string reason, Exception? cause) =>
        new(GrpcStatusCode.Unavailable, $"Cannot connect to {_address}: {reason}", cause) { Origin = GrpcOrigin.Connecting };
}
