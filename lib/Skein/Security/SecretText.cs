namespace Skein.Security;

/// <summary>Text that refuses to be printed: a private key.</summary>
public readonly struct SecretText
{
    private readonly string? _text;

    public SecretText(string text) => _text = text;

    /// <summary>The text itself. Never log it or put it into a message.</summary>
    public string Reveal() => _text ?? "";

    /// <summary>Always <c>***</c>.</summary>
    public override string ToString() => "***";
}
