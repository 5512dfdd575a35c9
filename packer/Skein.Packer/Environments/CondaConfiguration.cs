namespace Skein.Packer.Environments;

/// <summary>Reads from conda's configuration files (<c>.condarc</c>) in which directories environments are.</summary>
internal static class CondaConfiguration
{
    // The files are YAML. Of it this much is read, and the rest passed over:
    //   key ":" [ value ] at the beginning of a line     envs_dirs, or its older name envs_path
    //   value = "[" item *( "," item ) "]"               perhaps over several lines
    //         / item
    //         / nothing, and lines that follow: *blank "-" 1*blank item
    //   item  = plain / 'single quoted' / "double quoted"
    // Comments begin with # at the beginning of a word.

    private static readonly string[] Keys = ["envs_dirs", "envs_path"];

    /// <param name="text">The file.</param>
    /// <returns>The directories as they are written, in order.</returns>
    public static List<string> EnvironmentDirectories(string text)
    {
        var directories = new List<string>();
        var lines = text.Split('\n');
        for (var i = 0; i < lines.Length; i++)
        {
            if (ValueOf(lines[i]) is not { } value)
                continue;
            if (value.StartsWith('['))
            {
                while (!value.EndsWith(']') && i + 1 < lines.Length)
                    value += WithoutComment(lines[++i]).Trim();
                directories.AddRange(value.Trim('[', ']').Split(',').Select(Unquote));
            }
            else if (value.Length > 0)
            {
                directories.Add(Unquote(value));
            }
            else
            {
                while (i + 1 < lines.Length && ItemOf(lines[i + 1]) is { } item)
                {
                    directories.Add(Unquote(item));
                    i++;
                }
            }
        }

        directories.RemoveAll(static directory => directory.Length == 0);
        return directories;
    }

    private static string? ValueOf(string line)
    {
        foreach (var key in Keys)
        {
            if (line.StartsWith(key, StringComparison.Ordinal) && line[key.Length..].TrimStart().StartsWith(':'))
                return WithoutComment(line[(line.IndexOf(':', StringComparison.Ordinal) + 1)..]).Trim();
        }

        return null;
    }

    // Empty for lines that say nothing; null for the line that ends the list.
    private static string? ItemOf(string line)
    {
        var text = WithoutComment(line).Trim();
        return text.Length == 0 ? "" : text[0] == '-' && (text.Length == 1 || text[1] == ' ') ? text[1..].Trim() : null;
    }

    private static string WithoutComment(string line)
    {
        var quote = '\0';
        for (var i = 0; i < line.Length; i++)
        {
            if (quote == '\0' && line[i] == '#' && (i == 0 || char.IsWhiteSpace(line[i - 1])))
                return line[..i];
            if (line[i] == quote)
                quote = '\0';
            else if (quote == '\0' && line[i] is '\'' or '"' && (i == 0 || line[i - 1] is ' ' or '\t' or '[' or ','))
                quote = line[i];
        }

        return line;
    }

    private static string Unquote(string item)
    {
        var text = item.Trim();
        return text.Length > 1 && text[0] is '\'' or '"' && text[^1] == text[0] ? text[1..^1] : text;
    }
}
