namespace Skein.KeyValue.Operations;

/// <summary>A put was done.</summary>
/// <param name="previous">The entry it replaced; null if the key was not set.</param>
public sealed class PutResult(KeyValueEntry? previous) : OperationResult
{
    public KeyValueEntry? Previous { get; } = previous;
}
