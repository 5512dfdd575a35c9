namespace Skein.KeyValue.Operations;

/// <summary>Answer to an <see cref="Operation"/>: a <see cref="RangeResult"/>, a <see cref="PutResult"/> or a <see cref="Refusal"/>.</summary>
public abstract class OperationResult
{
    private protected OperationResult()
    {
    }
}
