using System.Net;
using System.Net.Sockets;
using Google.Protobuf;
using Skein.Hadoop.Security;
using Skein.Hadoop.Security.Gssapi;

namespace Skein.Hadoop.Rpc;

/// <summary>An open socket to a server, past its login.</summary>
internal sealed class RpcTransport : IDisposable
{
    private readonly NetworkStream _socket;

    private RpcTransport(HadoopEndpoint endpoint, NetworkStream socket, Stream stream, RpcFrameReader frames, ReadOnlyMemory<byte> prologue)
    {
        _socket = socket;
        Endpoint = endpoint;
        Stream = stream;
        Frames = frames;
        Prologue = prologue;
    }

    public HadoopEndpoint Endpoint { get; }

    /// <summary>Takes frames to the server.</summary>
    public Stream Stream { get; }

    /// <summary>Gives frames from the server.</summary>
    public RpcFrameReader Frames { get; }

    /// <summary>
    /// What must precede the first call, in the same write: sent alone, a refusal could close the socket under the call and be lost.
    /// </summary>
    public ReadOnlyMemory<byte> Prologue { get; }

    /// <summary>Connects and, where the target holds a token or the cluster wants Kerberos, logs in.</summary>
    /// <exception cref="RpcConnectionException">The server can not be reached, or refused the login.</exception>
    public static async Task<RpcTransport> OpenAsync(
        RpcTarget target, HadoopEndpoint endpoint, ByteString clientId, RpcOptions options, TimeProvider time, CancellationToken cancellation)
    {
        var socket = await ConnectAsync(endpoint, options, time, cancellation);
        var stream = new NetworkStream(socket, ownsSocket: true);
        var frames = new RpcFrameReader(stream, options.MaxResponseLength);
        var token = target.Token ?? target.Tokens?.Find(endpoint.Host, (IPEndPoint)socket.RemoteEndPoint!);
        if (token is null && options.ServerPrincipals is null)
        {
            byte[] prologue = [.. RpcFrames.Preamble, .. RpcFrames.Context(clientId, target.Protocol, target.User)];
            return new RpcTransport(endpoint, stream, stream, frames, prologue);
        }

        using var deadline = new CancellationTokenSource(options.CallTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        GssapiSaslClient? kerberos = null;
        try
        {
            kerberos = KerberosClient(target, endpoint, socket, options);
            var clients = new List<ISaslClient>();
            if (token is not null)
                clients.Add(new TokenSaslClient(token, options.Protection));
            if (kerberos is not null)
                clients.Add(kerberos);
            var negotiation = new SaslNegotiation(clients, options.AllowSimpleFallback);
            await RpcLogin.RunAsync(stream, frames, negotiation, endpoint, either.Token);
            var context = RpcFrames.Context(clientId, target.Protocol, ToName(target.User, negotiation));
            if (negotiation.Layer is null)
                return new RpcTransport(endpoint, stream, stream, frames, context);
            var wrapped = new RpcProtectedStream(stream, frames, negotiation.Layer);
            return new RpcTransport(endpoint, stream, wrapped, new RpcFrameReader(wrapped, options.MaxResponseLength), context);
        }
        catch (Exception e)
        {
            frames.Dispose();
            await stream.DisposeAsync();
            if (!deadline.IsCancellationRequested || cancellation.IsCancellationRequested)
                throw e is OperationCanceledException ? e : Explain(endpoint, e);
            throw new RpcConnectionException(
                endpoint,
                RpcFailure.NoAnswer,
                $"the login did not end within {options.CallTimeout.TotalSeconds:0.###} s (ipc.client.rpc-timeout.ms)");
        }
        finally
        {
            kerberos?.Dispose();
        }
    }

    /// <summary>Puts into words what ended a connection.</summary>
    public static RpcConnectionException Explain(HadoopEndpoint endpoint, Exception cause) => cause switch
    {
        RpcConnectionException known => known,
        InvalidDataException => new RpcConnectionException(
            endpoint, RpcFailure.Protocol, $"what listens there does not keep to Hadoop's RPC protocol: {cause.Message}", cause),
        _ => new RpcConnectionException(endpoint, RpcFailure.Lost, $"the connection was lost: {cause.Message}", cause),
    };

    /// <summary>Closes the socket, whoever reads or writes at this moment.</summary>
    public void Abort() => _socket.Dispose();

    /// <summary>Gives buffers and keys back; nobody may read or write any more.</summary>
    public void Dispose()
    {
        Frames.Dispose();
        Stream.Dispose();
    }

    private static GssapiSaslClient? KerberosClient(RpcTarget target, HadoopEndpoint endpoint, Socket socket, RpcOptions options) =>
        target.User.Kerberos is { } login && options.ServerPrincipals?.GetValueOrDefault(target.Protocol) is { } expected
            ? login.CreateClient(expected, endpoint.Host, ((IPEndPoint)socket.RemoteEndPoint!).Address, options.Protection)
            : null;

    // A login has said who calls. Of one by Kerberos only the other user is named, for whom it calls; its own name, said again, would count as such.
    private static UserIdentity? ToName(UserIdentity user, SaslNegotiation negotiation)
    {
        if (negotiation.IsSimple)
            return user;
        return negotiation.MayImpersonate && user.RealUser is not null ? user with { RealUser = null } : null;
    }

    private static async Task<Socket> ConnectAsync(
        HadoopEndpoint endpoint, RpcOptions options, TimeProvider time, CancellationToken cancellation)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        using var deadline = new CancellationTokenSource(options.ConnectTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        try
        {
            await socket.ConnectAsync(endpoint.Host, endpoint.Port, either.Token);
            return socket;
        }
        catch (Exception e)
        {
            socket.Dispose();
            cancellation.ThrowIfCancellationRequested();
            var reason = e switch
            {
                SocketException { SocketErrorCode: SocketError.ConnectionRefused } => "nobody listens there; is the service running?",
                SocketException { SocketErrorCode: SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain } =>
                    $"the host name {endpoint.Host} can not be resolved",
                OperationCanceledException =>
                    $"no connection within {options.ConnectTimeout.TotalSeconds:0.###} s (ipc.client.connect.timeout)",
                _ => $"no connection: {e.Message}",
            };
            throw new RpcConnectionException(endpoint, RpcFailure.Unreachable, reason, e);
        }
    }
}
