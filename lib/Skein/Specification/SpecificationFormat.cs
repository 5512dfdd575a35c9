namespace Skein.Specification;

/// <summary>How a specification is written down.</summary>
public enum SpecificationFormat
{
    /// <summary>YAML 1.1: files ending in <c>.yaml</c> or <c>.yml</c>.</summary>
    Yaml,

    /// <summary>JSON: files ending in <c>.json</c>.</summary>
    Json,
}
