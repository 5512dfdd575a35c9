namespace Skein.Specification;

/// <summary>Whether YARN unpacks a file. Numbers are those of <c>File.Type</c> in skein.proto.</summary>
public enum FileType
{
    File = 0,
    Archive = 1,
}
