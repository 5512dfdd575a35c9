using Skein.Specification;

namespace Skein.Submission.Planning;

/// <summary>Addresses of files on a cluster.</summary>
internal static class ClusterFiles
{
    /// <summary>The address of an absolute path on a file system.</summary>
    public static string Address(Uri fileSystem, string path) =>
        // As it was written: a URI does not keep the case of its host, which a name of several NameNodes needs.
        (FileUrl.Parse(fileSystem.OriginalString) with { Path = path }).ToString();

    /// <summary>The root of the file system that a file lies on.</summary>
    public static Uri Root(FileUrl file) => new((file with { Path = "/" }).ToString());

    /// <summary>Path of a file of this machine; null for one that lies elsewhere.</summary>
    public static string? LocalPath(FileSpec file) => FileUrl.Parse(file.Source) is { Scheme: "file" } url ? url.Path : null;
}
