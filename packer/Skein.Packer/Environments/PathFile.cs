namespace Skein.Packer.Environments;

/// <summary>Path files (<c>*.pth</c>) of a package directory, whose lines Python adds to the places where it looks for modules.</summary>
internal static class PathFile
{
    // line = "#" comment / "import" ( SP / TAB ) code / path      a path is relative to the file's directory

    /// <summary>The path a line adds; null for comments, code, blank lines and what can be no path.</summary>
    /// <param name="line">The line.</param>
    public static string? PathOf(string line)
    {
        var text = line.TrimEnd();
        return text.Length == 0 || text[0] == '#' || IsCode(text) || text.Contains('\0', StringComparison.Ordinal) ? null : text;
    }

    /// <summary>The module a line of code imports first; null for other lines.</summary>
    /// <param name="line">The line.</param>
    public static string? ModuleOf(string line)
    {
        if (!IsCode(line))
            return null;
        var rest = line.AsSpan("import ".Length).Trim();
        var end = rest.IndexOfAny("; \t,");
        return (end < 0 ? rest : rest[..end]).ToString();
    }

    private static bool IsCode(string line) =>
        line.StartsWith("import ", StringComparison.Ordinal) || line.StartsWith("import\t", StringComparison.Ordinal);
}
