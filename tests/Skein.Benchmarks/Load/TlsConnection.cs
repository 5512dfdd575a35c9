using System.Net.Sockets;
using Skein.Security;

namespace Skein.Benchmarks.Load;

/// <summary>A connection with mutual TLS and HTTP/2's protocol name, on the thread that uses it.</summary>
/// <remarks>By OpenSSL on the socket itself: a call of the framework's stream takes a third more of the processor, which the servers that
/// are measured share. The server is not asked who it is; it is one of this machine's own.</remarks>
internal sealed class TlsConnection : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly TlsHandle _tls;

    /// <exception cref="IOException">The server does not take the certificate, or is none.</exception>
    public TlsConnection(string host, int port, CertificateFiles files)
    {
        _socket.Connect(host, port);
        var context = OpenSsl.NewContext(OpenSsl.ClientMethod());
        try
        {
            Require(OpenSsl.UseCertificate(context, files.Certificate, OpenSsl.FileTypePem), "read the certificate");
            Require(OpenSsl.UsePrivateKey(context, files.Key, OpenSsl.FileTypePem), "read the key");
            OpenSsl.SetProtocols(context, "\u0002h2"u8, 3);
            // One system call for a record instead of one for its header and one for the rest.
            OpenSsl.Control(context, OpenSsl.SetReadAhead, 1, 0);
            _tls = OpenSsl.New(context);
        }
        finally
        {
            OpenSsl.FreeContext(context);
        }

        Require(OpenSsl.SetSocket(_tls, (int)_socket.Handle), "use the socket");
        Require(OpenSsl.Connect(_tls), "agree on TLS with the server");
    }

    /// <exception cref="IOException">The connection is over.</exception>
    public void Write(ReadOnlySpan<byte> bytes) => Require(OpenSsl.Write(_tls, bytes, bytes.Length), "write to the server");

    /// <returns>Bytes read, at least one.</returns>
    /// <exception cref="IOException">The connection is over.</exception>
    public int Read(Span<byte> buffer)
    {
        var read = OpenSsl.Read(_tls, buffer, buffer.Length);
        Require(read, "read from the server");
        return read;
    }

    /// <summary>Ends the connection. Another thread's read fails.</summary>
    public void Dispose()
    {
        _socket.Shutdown(SocketShutdown.Both);
        _tls.Dispose();
        _socket.Dispose();
    }

    private static void Require(int result, string what)
    {
        if (result <= 0)
            throw new IOException($"Could not {what}");
    }
}
