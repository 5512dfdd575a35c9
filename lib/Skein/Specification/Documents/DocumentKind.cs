namespace Skein.Specification.Documents;

/// <summary>What a value of a YAML or JSON document is.</summary>
internal enum DocumentKind
{
    Null,
    Boolean,
    Integer,
    Float,
    Timestamp,
    Text,
    List,
    Map,
}
