namespace Skein.Hadoop.Rpc;

/// <summary>What to do about a failed call.</summary>
/// <param name="Again">Whether to try again at all.</param>
/// <param name="Elsewhere">Whether to try the next server of the group.</param>
/// <param name="Delay">How long to wait first.</param>
/// <param name="Reason">Why, for people.</param>
internal readonly record struct RpcRetryDecision(bool Again, bool Elsewhere, TimeSpan Delay, string Reason)
{
    public static RpcRetryDecision GiveUp(string reason) => new(false, false, TimeSpan.Zero, reason);
}
