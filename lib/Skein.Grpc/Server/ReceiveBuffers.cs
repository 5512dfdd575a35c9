namespace Skein.Grpc;

/// <summary>How many connections of a server may keep a buffer ready for what comes next. Any thread.</summary>
internal sealed class ReceiveBuffers(int count)
{
    private int _free = count;

    /// <summary>Takes one, to be given back with <see cref="Return"/>.</summary>
    /// <returns>False if none is left.</returns>
    public bool TryTake()
    {
        if (Interlocked.Decrement(ref _free) >= 0)
            return true;
        Return();
        return false;
    }

    public void Return() => Interlocked.Increment(ref _free);
}
