namespace Skein.Cli.Driver;

/// <summary>
/// Decides when a process gives memory back: after a rush, once it has passed. A process that is always busy, or never was, does not.
/// </summary>
internal sealed class RestPolicy
{
    // What a quiet process allocates between two looks, and what a rush does at least, in bytes.
    private const long Quiet = 1 << 20;
    private const long Rush = 16 << 20;

    private long _seen;
    private long _atRest;

    /// <summary>Whether to give memory back now. Asked again and again, at even intervals.</summary>
    /// <param name="allocated">Bytes that the process has allocated since its start.</param>
    public bool IsDue(long allocated)
    {
        var isQuiet = allocated - _seen < Quiet;
        _seen = allocated;
        if (!isQuiet || allocated - _atRest < Rush)
            return false;
        _atRest = allocated;
        return true;
    }
}
