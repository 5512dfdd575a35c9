namespace Skein.Grpc;

/// <summary>
/// How many frames that cost the peer nothing it may send: a supply, refilled every second. Clients that cancel all of their calls at
/// once stay within it.
/// </summary>
internal sealed class FrameBudget
{
    private readonly int _supply;
    private readonly int _perSecond;
    private int _left;

    /// <param name="supply">Frames at once.</param>
    /// <param name="perSecond">Frames a second.</param>
    public FrameBudget(int supply, int perSecond) => (_left, _supply, _perSecond) = (supply, supply, perSecond);

    /// <summary>Takes one frame from the supply.</summary>
    /// <exception cref="ConnectionErrorException">There is none left.</exception>
    public void Spend(string what)
    {
        if (Interlocked.Decrement(ref _left) < 0)
            throw new ConnectionErrorException(ErrorCode.EnhanceYourCalm, $"Too many {what}");
    }

    /// <summary>Refills the supply; called once a second.</summary>
    public void Refill()
    {
        if (Volatile.Read(ref _left) is var left && left < _supply)
            Interlocked.Add(ref _left, Math.Min(_perSecond, _supply - left));
    }
}
