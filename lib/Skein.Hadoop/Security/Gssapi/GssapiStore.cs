using System.Runtime.InteropServices;

namespace Skein.Hadoop.Security.Gssapi;

/// <summary><c>gss_key_value_set_desc</c>: where credentials come from and go to, by names the library knows.</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct GssapiStore
{
    public uint Count;
    public GssapiStoreElement* Elements;
}
