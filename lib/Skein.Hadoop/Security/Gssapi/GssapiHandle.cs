using System.Runtime.InteropServices;

namespace Skein.Hadoop.Security.Gssapi;

/// <summary>A name, a credential or a context of the library. Calls that use it keep it alive, whoever disposes of it meanwhile.</summary>
internal sealed class GssapiHandle : SafeHandle
{
    private readonly Action<nint> _release;

    /// <param name="value">What the library gave; not 0.</param>
    /// <param name="release">The library's function that takes it back.</param>
    public GssapiHandle(nint value, Action<nint> release)
        : base(0, ownsHandle: true)
    {
        _release = release;
        SetHandle(value);
    }

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        _release(handle);
        return true;
    }
}
