namespace Skein.Specification.Documents;

/// <summary>A key of a map and what it stands for.</summary>
internal sealed record DocumentEntry(DocumentValue Key, DocumentValue Value);
