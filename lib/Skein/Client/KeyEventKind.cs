namespace Skein.Client;

/// <summary>What happened to a key.</summary>
public enum KeyEventKind
{
    /// <summary>It got a value or an owner, or both.</summary>
    Put,

    /// <summary>It was deleted, by a program or with its owner's end.</summary>
    Delete,
}
