namespace Skein.KeyValue.Operations;

/// <summary>A put was refused; nothing has changed, nor has anything else in the same transaction.</summary>
/// <param name="reason">Why.</param>
/// <param name="put">The put at fault.</param>
public sealed class Refusal(RefusalReason reason, Put put) : OperationResult
{
    public RefusalReason Reason { get; } = reason;

    public Put Put { get; } = put;
}
