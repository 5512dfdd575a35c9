namespace Skein.Hadoop.FileSystems;

/// <summary>Absolute paths with <c>/</c> between their names, as <see cref="IFileSystem"/> takes them.</summary>
public static class HadoopPath
{
    /// <summary>The path without superfluous slashes.</summary>
    /// <exception cref="ArgumentException">The path is relative, has a <c>.</c> or <c>..</c> in it, or a NUL character.</exception>
    public static string Normalize(string path)
    {
        if (path.Length == 0 || path[0] != '/')
            throw new ArgumentException($"'{path}' is not an absolute path: it must begin with '/'", nameof(path));
        if (path.Contains('\0', StringComparison.Ordinal))
            throw new ArgumentException("A path can not contain a NUL character", nameof(path));
        var names = path.Split('/', StringSplitOptions.RemoveEmptyEntries);
        foreach (var name in names)
        {
            if (name is "." or "..")
                throw new ArgumentException($"'{path}' can not be used: '{name}' has no meaning in it", nameof(path));
        }

        return "/" + string.Join('/', names);
    }

    /// <summary>A name below a directory.</summary>
    public static string Join(string directory, string name) => directory == "/" ? "/" + name : $"{directory}/{name}";

    /// <summary>The directory that holds the path; of <c>/</c>, itself.</summary>
    public static string Parent(string path) => path.LastIndexOf('/') is var slash and > 0 ? path[..slash] : "/";

    /// <summary>The last name of the path; of <c>/</c>, nothing.</summary>
    public static string Name(string path) => path[(path.LastIndexOf('/') + 1)..];
}
