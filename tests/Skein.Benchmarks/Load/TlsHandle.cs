using System.Runtime.InteropServices;

namespace Skein.Benchmarks.Load;

/// <summary>OpenSSL's side of a connection; freed once no call is in it.</summary>
internal sealed class TlsHandle() : SafeHandle(0, ownsHandle: true)
{
    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        OpenSsl.Free(handle);
        return true;
    }
}
