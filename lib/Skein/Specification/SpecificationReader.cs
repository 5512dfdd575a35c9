namespace Skein.Specification;

/// <summary>Reads specifications.</summary>
public static class SpecificationReader
{
}
