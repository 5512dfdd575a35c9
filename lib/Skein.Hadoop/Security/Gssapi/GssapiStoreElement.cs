using System.Runtime.InteropServices;

namespace Skein.Hadoop.Security.Gssapi;

/// <summary><c>gss_key_value_element_desc</c>: texts that end in a zero byte.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct GssapiStoreElement
{
    public byte* Key;
    public byte* Value;
}
