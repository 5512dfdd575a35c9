namespace Skein.Hadoop.Security.Gssapi;

/// <summary>Keeps a handle alive during a call; of no handle the value is 0.</summary>
internal readonly ref struct GssapiUse : IDisposable
{
    private readonly GssapiHandle? _handle;

    public GssapiUse(GssapiHandle? handle)
    {
        var isTaken = false;
        handle?.DangerousAddRef(ref isTaken);
        _handle = isTaken ? handle : null;
    }

    public nint Value => _handle?.DangerousGetHandle() ?? 0;

    public void Dispose() => _handle?.DangerousRelease();
}
