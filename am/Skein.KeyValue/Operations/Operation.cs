namespace Skein.KeyValue.Operations;

/// <summary>One step on the store: <see cref="GetRange"/>, <see cref="Put"/> or <see cref="DeleteRange"/>.</summary>
public abstract class Operation
{
    private protected Operation()
    {
    }
}
