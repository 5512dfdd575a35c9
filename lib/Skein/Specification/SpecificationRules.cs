namespace Skein.Specification;

/// <summary>What a specification must fulfil, wherever it came from.</summary>
public static class SpecificationRules
{
}
