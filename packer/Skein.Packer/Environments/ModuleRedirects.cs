using System.Globalization;
using System.Text;

namespace Skein.Packer.Environments;

/// <summary>Reads the modules that build tools write for editable installs, which tell Python where single packages are.</summary>
internal static class ModuleRedirects
{
    // setuptools:  MAPPING [ ": dict[str, str]" ] " = {" *( string ": " string [ ", " ] ) "}"     value: directory, file, or file without suffix
    // editables:   F.map_module( string , string )                                                value: file

    /// <param name="source">Text of the module.</param>
    /// <returns>The modules with where they are; null when the module is of neither form.</returns>
    public static List<ModuleRedirect>? Read(string source)
    {
        var redirects = new List<ModuleRedirect>();
        var isKnown = false;
        foreach (var line in source.Split('\n'))
        {
            var isMapping = line.StartsWith("MAPPING", StringComparison.Ordinal);
            if (!isMapping && !line.StartsWith("F.map_module(", StringComparison.Ordinal))
                continue;
            var rest = line.AsSpan(line.IndexOf(isMapping ? '{' : '(') + 1);
            while (ReadString(ref rest) is { } module)
            {
                if (ReadString(ref rest) is not { } location)
                    return null;
                redirects.Add(new ModuleRedirect(module, location));
            }

            if (!rest.TrimStart(", ").StartsWith(isMapping ? "}" : ")", StringComparison.Ordinal))
                return null;
            isKnown = true;
        }

        return isKnown ? redirects : null;
    }

    // The next string literal after separators; null when something else comes.
    private static string? ReadString(ref ReadOnlySpan<char> text)
    {
        var rest = text.TrimStart(",: ");
        if (rest.IsEmpty || rest[0] is not ('\'' or '"'))
            return null;
        var value = new StringBuilder();
        for (var i = 1; i < rest.Length; i++)
        {
            if (rest[i] == rest[0])
            {
                text = rest[(i + 1)..];
                return value.ToString();
            }

            if (rest[i] != '\\')
                value.Append(rest[i]);
            else if (++i < rest.Length && Unescape(rest[i..], out var length) is { } character)
                (_, i) = (value.Append(character), i + length - 1);
            else
                return null;
        }

        return null;
    }

    // What repr writes: the backslash, the quotes, and what can not be printed by its number.
    private static string? Unescape(ReadOnlySpan<char> text, out int length)
    {
        var digits = text[0] switch { 'x' => 2, 'u' => 4, 'U' => 8, _ => 0 };
        length = digits + 1;
        if (digits == 0)
            return text[0] is '\\' or '\'' or '"' ? text[..1].ToString() : null;
        return text.Length > digits && int.TryParse(text.Slice(1, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var number)
            && Rune.IsValid(number)
            ? new Rune(number).ToString()
            : null;
    }
}
