namespace Skein.Client;

/// <summary>How a condition compares what the store holds (left) with what it is given (right).</summary>
/// <remarks>
/// Values compare byte by byte, unsigned, and a shorter one before its continuation; the application master of skein 0.8.2 takes bytes
/// as signed. Owners compare by service, then by instance.
/// </remarks>
public enum KeyComparison
{
    /// <summary>Both are the same.</summary>
    Equal,

    /// <summary>They differ.</summary>
    NotEqual,

    /// <summary>The store's sorts before.</summary>
    Less,

    /// <summary>The store's sorts before, or is the same.</summary>
    LessOrEqual,

    /// <summary>The store's sorts behind.</summary>
    Greater,

    /// <summary>The store's sorts behind, or is the same.</summary>
    GreaterOrEqual,
}
