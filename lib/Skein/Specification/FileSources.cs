using System.Diagnostics.CodeAnalysis;

namespace Skein.Specification;

/// <summary>Turns what an author writes as a file's source into an absolute address.</summary>
internal sealed class FileSources
{
    private readonly string _baseDirectory;

    /// <param name="baseDirectory">Against which relative paths are meant.</param>
    public FileSources(string baseDirectory) => _baseDirectory = Path.GetFullPath(baseDirectory);

    /// <summary>Archive where the name ends as that of a format YARN unpacks: <c>.zip</c>, <c>.tar.gz</c>, <c>.tgz</c>, in lower case.</summary>
    public static FileType TypeOf(string source) =>
        source.EndsWith(".zip", StringComparison.Ordinal)
        || source.EndsWith(".tar.gz", StringComparison.Ordinal)
        || source.EndsWith(".tgz", StringComparison.Ordinal)
            ? FileType.Archive
            : FileType.File;

    /// <summary>The address of a URL or of a path, which is taken literally: no <c>~</c>, <c>#</c>, <c>?</c> or <c>%</c> is special.</summary>
    public bool TryResolve(string source, out string address, [NotNullWhen(false)] out string? fault)
    {
        address = "";
        fault = null;
        if (source.Length == 0)
            fault = "must not be empty";
        else if (source.Contains('\0', StringComparison.Ordinal))
            fault = "must not contain a NUL character";
        else if (FileUrl.TryParse(source, out var url))
            address = url.ToString();
        else if (source.Contains("://", StringComparison.Ordinal))
            fault = $"{NameHints.Quote(source)} is not a URL; write scheme://host:port/path";
        else
            address = FileUrl.Local(Path.GetFullPath(source, _baseDirectory)).ToString();
        return fault is null;
    }
}
