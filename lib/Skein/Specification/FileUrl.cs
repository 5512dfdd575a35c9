using System.Globalization;

namespace Skein.Specification;

/// <summary>The address of a file as Hadoop's <c>Path</c> sees it: scheme, authority, and a path that is taken literally.</summary>
/// <remarks>
/// Nothing is escaped or unescaped, and <c>#</c>, <c>?</c> and <c>%</c> are ordinary characters of a path: unlike a URI, a file may
/// be called <c>report#1?.csv</c>. The host keeps its case, because the name of an HA nameservice is compared with case.
/// </remarks>
/// <param name="Scheme">In lower case, as <c>hdfs</c> or <c>file</c>.</param>
/// <param name="Host">Host or nameservice, with user information before an <c>@</c> where a store needs it; empty: the default one.</param>
/// <param name="Port">0: the default port.</param>
/// <param name="Path">Absolute path; empty for an address of a whole file system.</param>
public sealed record FileUrl(string Scheme, string Host, int Port, string Path)
{
    /// <summary>The address of an absolute path on this machine.</summary>
    public static FileUrl Local(string absolutePath) => new("file", "", 0, absolutePath);

    /// <summary>Reads <c>scheme://host:port/path</c>, <c>scheme:///path</c> or <c>scheme:/path</c>.</summary>
    /// <returns>False where the text has no scheme followed by a slash, as a bare path, or a port that is none.</returns>
    public static bool TryParse(string text, out FileUrl url)
    {
        url = Local("");
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0 || !IsScheme(text.AsSpan(0, colon)) || colon + 1 >= text.Length || text[colon + 1] != '/')
            return false;
        var scheme = text[..colon].ToLowerInvariant();
        var rest = text[(colon + 1)..];
        if (!rest.StartsWith("//", StringComparison.Ordinal))
        {
            url = new FileUrl(scheme, "", 0, rest);
            return true;
        }

        var slash = rest.IndexOf('/', 2);
        var authority = slash < 0 ? rest[2..] : rest[2..slash];
        var path = slash < 0 ? "" : rest[slash..];
        if (!TrySplit(authority, out var host, out var port))
            return false;
        url = new FileUrl(scheme, host, port, path);
        return true;
    }

    /// <summary>As <see cref="TryParse"/>.</summary>
    /// <exception cref="FormatException">The text is no such address.</exception>
    public static FileUrl Parse(string text) =>
        TryParse(text, out var url) ? url : throw new FormatException($"'{text}' is not an address of the form scheme://host:port/path");

    /// <summary><c>scheme://host:port/path</c>, without a port of 0: what <see cref="TryParse"/> reads back as equal.</summary>
    public override string ToString() => Port > 0
        ? string.Create(CultureInfo.InvariantCulture, $"{Scheme}://{Host}:{Port}{Path}")
        : $"{Scheme}://{Host}{Path}";

    private static bool IsScheme(ReadOnlySpan<char> text)
    {
        if (!char.IsAsciiLetter(text[0]))
            return false;
        foreach (var letter in text)
        {
            if (!char.IsAsciiLetterOrDigit(letter) && letter is not ('+' or '.' or '-'))
                return false;
        }

        return true;
    }

    // user@host, host, host:port, [v6], [v6]:port; the colons of an IPv6 address stand inside its brackets, those of user information
    // before the @.
    private static bool TrySplit(string authority, out string host, out int port)
    {
        port = 0;
        host = authority;
        var start = authority.LastIndexOf('@') + 1;
        var end = start < authority.Length && authority[start] == '[' ? authority.IndexOf(']', start) + 1 : authority.IndexOf(':', start);
        if (end < 0)
            return !authority.AsSpan(start).ContainsAny('[', ']');
        host = authority[..end];
        if (end == authority.Length)
            return true;
        var digits = authority.AsSpan(end + 1);
        return authority[end] == ':'
            && (digits.IsEmpty
                || (int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out port) && port <= ushort.MaxValue));
    }
}
