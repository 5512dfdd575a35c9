using System.Runtime.InteropServices;

namespace Skein.Benchmarks.Load;

/// <summary>The functions of the machine's OpenSSL 3 that a client on a socket that blocks needs.</summary>
internal static partial class OpenSsl
{
    /// <summary>SSL_FILETYPE_PEM of openssl/ssl.h.</summary>
    public const int FileTypePem = 1;

    /// <summary>SSL_CTRL_SET_READ_AHEAD of openssl/ssl.h, for <see cref="Control"/>.</summary>
    public const int SetReadAhead = 41;

    private const string Library = "libssl.so.3";

    [LibraryImport(Library, EntryPoint = "TLS_client_method")]
    public static partial nint ClientMethod();

    [LibraryImport(Library, EntryPoint = "SSL_CTX_new")]
    public static partial nint NewContext(nint method);

    [LibraryImport(Library, EntryPoint = "SSL_CTX_free")]
    public static partial void FreeContext(nint context);

    [LibraryImport(Library, EntryPoint = "SSL_CTX_ctrl")]
    public static partial nint Control(nint context, int command, nint value, nint pointer);

    [LibraryImport(Library, EntryPoint = "SSL_CTX_use_certificate_file", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int UseCertificate(nint context, string file, int type);

    [LibraryImport(Library, EntryPoint = "SSL_CTX_use_PrivateKey_file", StringMarshalling = StringMarshalling.Utf8)]
    public static partial int UsePrivateKey(nint context, string file, int type);

    [LibraryImport(Library, EntryPoint = "SSL_CTX_set_alpn_protos")]
    public static partial int SetProtocols(nint context, ReadOnlySpan<byte> protocols, uint length);

    [LibraryImport(Library, EntryPoint = "SSL_new")]
    public static partial TlsHandle New(nint context);

    [LibraryImport(Library, EntryPoint = "SSL_free")]
    public static partial void Free(nint connection);

    [LibraryImport(Library, EntryPoint = "SSL_set_fd")]
    public static partial int SetSocket(TlsHandle connection, int descriptor);

    [LibraryImport(Library, EntryPoint = "SSL_connect")]
    public static partial int Connect(TlsHandle connection);

    [LibraryImport(Library, EntryPoint = "SSL_read")]
    public static partial int Read(TlsHandle connection, Span<byte> buffer, int length);

    [LibraryImport(Library, EntryPoint = "SSL_write")]
    public static partial int Write(TlsHandle connection, ReadOnlySpan<byte> buffer, int length);
}
