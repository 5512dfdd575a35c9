using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Skein.Contract;

namespace Skein.Cli.Driver;

/// <summary>
/// How a driver tells its port to the process that started it: that one listens on a port of this machine, named by
/// <see cref="SkeinVariables.DriverCallbackPort"/>, and gets the driver's port as four bytes, big-endian.
/// </summary>
internal static class CallbackPort
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);

    /// <summary>Tells the port, where somebody wants to know it.</summary>
    /// <exception cref="IOException">Nobody listens there, or the variable is no port.</exception>
    public static async Task TellAsync(int port, Func<string, string?> environment, CancellationToken cancellation)
    {
        if (environment(SkeinVariables.DriverCallbackPort) is not { Length: > 0 } text)
            return;
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var callback) || callback is < 1 or > IPEndPoint.MaxPort)
            throw new IOException($"{SkeinVariables.DriverCallbackPort} is '{text}', which is no port");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Limit);
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, callback), limit.Token);
            var bytes = new byte[sizeof(int)];
            BinaryPrimitives.WriteInt32BigEndian(bytes, port);
            await socket.SendAsync(bytes, limit.Token);
            socket.Shutdown(SocketShutdown.Both);
        }
        catch (Exception e) when (e is SocketException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            throw new IOException($"the process that started the driver does not listen on port {callback}: {e.Message}", e);
        }
    }

    /// <summary>Receives the port of a driver; null: the connection ended without one.</summary>
    public static async Task<int?> ReceiveAsync(Socket listener, CancellationToken cancellation)
    {
        using var socket = await listener.AcceptAsync(cancellation);
        await using var stream = new NetworkStream(socket);
        var bytes = new byte[sizeof(int)];
        var read = await stream.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellation);
        return read == bytes.Length ? BinaryPrimitives.ReadInt32BigEndian(bytes) : null;
    }
}
