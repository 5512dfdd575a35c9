namespace Skein.Hadoop.Security;

/// <summary>Bytes that refuse to be printed: a token's password, a key.</summary>
public readonly struct Secret
{
    private readonly ReadOnlyMemory<byte> _bytes;

    public Secret(ReadOnlyMemory<byte> bytes) => _bytes = bytes;

    /// <summary>The bytes themselves. Never log them or put them into a message.</summary>
    public ReadOnlySpan<byte> Reveal() => _bytes.Span;

    /// <summary>Always <c>***</c>.</summary>
    public override string ToString() => "***";
}
