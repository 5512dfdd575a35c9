using System.Text;

namespace Skein.Packer.Relocation;

/// <summary>Files that <c>find_package</c> of CMake reads: paths become relative to the file that names them.</summary>
internal static class CMakeText
{
    // The variable is replaced in quoted and unquoted arguments alike, but
    //   - in the body of a function or macro it means the file of the caller
    //   - in a bracket argument, [[...]] or [=[...]=], nothing is replaced
    //   - behind a backslash it is text

    /// <param name="content">The file.</param>
    /// <param name="prefix">What it holds.</param>
    /// <param name="up">The way from its directory to the environment.</param>
    /// <returns>The file, with the occurrences left that have no relative form; null when all are left.</returns>
    public static byte[]? Relocate(ReadOnlySpan<byte> content, InstalledPrefix prefix, string up)
    {
        if (content.IndexOf("[["u8) >= 0 || content.IndexOf("[="u8) >= 0)
            return null;
        var relative = Encoding.UTF8.GetBytes($"${{CMAKE_CURRENT_LIST_DIR}}/{up}");
        var result = new MemoryStream(content.Length);
        var changed = false;
        var depth = 0;
        while (content.Length > 0)
        {
            var newline = content.IndexOf((byte)'\n');
            var line = newline < 0 ? content : content[..(newline + 1)];
            content = content[line.Length..];
            depth += DepthChange(line);
            var replaced = depth <= 0 && !line.Contains((byte)'\\') ? prefix.Replace(line, relative) : null;
            changed |= replaced != null;
            result.Write(replaced ?? line);
        }

        return changed ? result.ToArray() : null;
    }

    private static int DepthChange(ReadOnlySpan<byte> line)
    {
        var text = line.TrimStart(" \t"u8);
        var end = text.IndexOfAny((byte)'(', (byte)' ', (byte)'\t');
        return (end < 0 ? "" : Encoding.ASCII.GetString(text[..end]).ToUpperInvariant()) switch
        {
            "FUNCTION" or "MACRO" => 1,
            "ENDFUNCTION" or "ENDMACRO" => -1,
            _ => 0,
        };
    }
}
