using System.Buffers.Binary;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace Skein.Grpc.Tests;

/// <summary>A client that sends the frames a test likes.</summary>
internal sealed class RawConnection : IAsyncDisposable
{
    private readonly SslStream _stream;

    private RawConnection(SslStream stream) => _stream = stream;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Header block of a request of gRPC; no entry goes into the table.</summary>
    public static byte[] Request(string path) => [0x83, 0x87, .. Literal(4, path), 0x0F, 0x10, .. Text("application/grpc")];

    /// <summary>Connects, sends the preface and settings.</summary>
    public static async Task<RawConnection> OpenAsync(TestServer server, params byte[] settings)
    {
        var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, server.Port, Cancellation);
        var stream = new SslStream(client.GetStream());
        await stream.AuthenticateAsClientAsync(
            new SslClientAuthenticationOptions
            {
                TargetHost = "skein-internal",
                ClientCertificates = [TestCertificates.Shared],
                LocalCertificateSelectionCallback = (_, _, _, _, _) => TestCertificates.Shared,
                RemoteCertificateValidationCallback = (_, shown, _, _) => TestCertificates.Shared.Equals(shown),
                ApplicationProtocols = [SslApplicationProtocol.Http2],
            },
            Cancellation);
        await stream.WriteAsync("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8.ToArray(), Cancellation);
        var connection = new RawConnection(stream);
        await connection.SendAsync(FrameType.Settings, 0, 0, settings);
        return connection;
    }

    public async Task SendAsync(FrameType type, int flags, int stream, params byte[] payload)
    {
        var frame = new byte[FrameHeader.Size + payload.Length];
        new FrameHeader(payload.Length, type, (FrameFlags)flags, stream).Write(frame);
        payload.CopyTo(frame, FrameHeader.Size);
        await SendRawAsync(frame);
    }

    /// <summary>Sends bytes; a server that has hung up is no failure, what it said is read afterwards.</summary>
    public async Task SendRawAsync(byte[] bytes)
    {
        try
        {
            await _stream.WriteAsync(bytes, Cancellation);
        }
        catch (IOException)
        {
        }
    }

    /// <summary>The next frame of some type.</summary>
    public async Task<(FrameHeader Header, byte[] Payload)> ReadAsync(FrameType type)
    {
        while (true)
        {
            var bytes = new byte[FrameHeader.Size];
            await _stream.ReadExactlyAsync(bytes, Cancellation);
            var header = FrameHeader.Read(bytes);
            var payload = new byte[header.Length];
            await _stream.ReadExactlyAsync(payload, Cancellation);
            if (header.Type == type)
                return (header, payload);
        }
    }

    /// <summary>The error that the server ends the connection with.</summary>
    public async Task<ErrorCode> ReadGoAwayAsync() => (ErrorCode)BinaryPrimitives.ReadInt32BigEndian((await ReadAsync(FrameType.GoAway)).Payload.AsSpan(4));

    /// <summary>The error that the server ends a stream with.</summary>
    public async Task<ErrorCode> ReadResetAsync() => (ErrorCode)BinaryPrimitives.ReadInt32BigEndian((await ReadAsync(FrameType.RstStream)).Payload);

    public ValueTask DisposeAsync() => _stream.DisposeAsync();

    private static byte[] Literal(byte name, string value) => [name, .. Text(value)];

    private static byte[] Text(string text) => [(byte)text.Length, .. Encoding.ASCII.GetBytes(text)];
}
