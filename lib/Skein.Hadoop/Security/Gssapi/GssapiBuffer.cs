using System.Runtime.InteropServices;

namespace Skein.Hadoop.Security.Gssapi;

/// <summary><c>gss_buffer_desc</c> of RFC 2744.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct GssapiBuffer
{
    public nuint Length;
    public byte* Value;
}
