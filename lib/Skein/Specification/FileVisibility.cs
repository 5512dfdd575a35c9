namespace Skein.Specification;

/// <summary>Who shares a node's copy of a file. Numbers are those of <c>File.Visibility</c> in skein.proto.</summary>
public enum FileVisibility
{
    Public = 0,
    Private = 1,
    Application = 2,
}
