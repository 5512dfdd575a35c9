namespace Skein.Specification.Documents;

/// <summary>A text is not YAML or JSON from here on, or passes a bound; nothing after the position can be read.</summary>
internal sealed class DocumentException : Exception
{
    public DocumentException(DocumentPosition position, string message, Exception? cause = null)
        : base(message, cause) => Position = position;

    public DocumentPosition Position { get; }
}
