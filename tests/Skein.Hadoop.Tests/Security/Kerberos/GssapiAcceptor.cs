using System.Runtime.InteropServices;
using Skein.Hadoop.Security.Gssapi;

namespace Skein.Hadoop.Tests.Security.Kerberos;

/// <summary>The server's side of a context, by the library of the machine and the keytab of KRB5_KTNAME.</summary>
internal sealed unsafe partial class GssapiAcceptor : IDisposable
{
    private const string Library = "libgssapi_krb5.so.2";

    private nint _context;

    /// <summary>Takes the client's token and gives the server's.</summary>
    public byte[] Accept(ReadOnlySpan<byte> token)
    {
        GssapiBuffer output = default;
        uint minor;
        fixed (byte* content = token)
        fixed (nint* context = &_context)
        {
            var input = new GssapiBuffer { Length = (nuint)token.Length, Value = content };
            Check(AcceptContext(&minor, context, 0, &input, 0, null, null, &output, null, null, null), minor);
        }

        return Take(ref output);
    }

    public byte[] Wrap(ReadOnlySpan<byte> message, bool encrypt)
    {
        GssapiBuffer output = default;
        uint minor;
        fixed (byte* content = message)
        {
            var input = new GssapiBuffer { Length = (nuint)message.Length, Value = content };
            Check(Wrap(&minor, _context, encrypt ? 1 : 0, 0, &input, null, &output), minor);
        }

        return Take(ref output);
    }

    public byte[] Unwrap(ReadOnlySpan<byte> message)
    {
        GssapiBuffer output = default;
        uint minor;
        fixed (byte* content = message)
        {
            var input = new GssapiBuffer { Length = (nuint)message.Length, Value = content };
            Check(Unwrap(&minor, _context, &input, &output, null, null), minor);
        }

        return Take(ref output);
    }

    public void Dispose()
    {
        uint minor;
        fixed (nint* context = &_context)
            _ = DeleteContext(&minor, context, null);
    }

    private static void Check(uint major, uint minor) => Assert.True(major == 0, $"the server's library: {major:x} {(int)minor}");

    private static byte[] Take(ref GssapiBuffer buffer)
    {
        var bytes = new ReadOnlySpan<byte>(buffer.Value, (int)buffer.Length).ToArray();
        uint minor;
        fixed (GssapiBuffer* taken = &buffer)
            _ = ReleaseBuffer(&minor, taken);
        return bytes;
    }

    [LibraryImport(Library, EntryPoint = "gss_accept_sec_context")]
    private static partial uint AcceptContext(
        uint* minor, nint* context, nint credential, GssapiBuffer* input, nint bindings, nint* source, nint* mechanism, GssapiBuffer* output,
        uint* flags, uint* time, nint* delegated);

    [LibraryImport(Library, EntryPoint = "gss_wrap")]
    private static partial uint Wrap(uint* minor, nint context, int encrypt, uint quality, GssapiBuffer* input, int* encrypted, GssapiBuffer* output);

    [LibraryImport(Library, EntryPoint = "gss_unwrap")]
    private static partial uint Unwrap(uint* minor, nint context, GssapiBuffer* input, GssapiBuffer* output, int* encrypted, uint* quality);

    [LibraryImport(Library, EntryPoint = "gss_delete_sec_context")]
    private static partial uint DeleteContext(uint* minor, nint* context, GssapiBuffer* token);

    [LibraryImport(Library, EntryPoint = "gss_release_buffer")]
    private static partial uint ReleaseBuffer(uint* minor, GssapiBuffer* buffer);
}
