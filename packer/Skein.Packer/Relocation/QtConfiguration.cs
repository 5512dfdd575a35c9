using System.Text;

namespace Skein.Packer.Relocation;

/// <summary><c>qt.conf</c>, by which programs beside it find the parts of Qt.</summary>
internal static class QtConfiguration
{
    //   [Paths]
    //   Prefix = path         relative to the directory of the program
    //   other = path          relative to Prefix
    private const string Section = "[Paths]";

    /// <param name="content">The file.</param>
    /// <param name="prefix">What it holds.</param>
    /// <param name="up">The way from its directory to the environment.</param>
    /// <returns>The file, or null when it has another form.</returns>
    public static byte[]? Relocate(ReadOnlySpan<byte> content, InstalledPrefix prefix, string up)
    {
        var lines = Encoding.UTF8.GetString(content).Split('\n');
        var section = "";
        var hasPrefix = false;
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].Trim();
            if (line.StartsWith('['))
                section = line;
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0 || prefix.Below(line[(equals + 1)..].Trim()) is not { } below)
                continue;
            var key = line[..equals].Trim();
            // What these are relative to differs between the versions of Qt.
            if (section != Section || key.StartsWith("Host", StringComparison.Ordinal) || key.StartsWith("Sysroot", StringComparison.Ordinal))
                return null;
            var isPrefix = key == "Prefix" && below.Length == 0;
            hasPrefix |= isPrefix;
            lines[i] = $"{key} = {(isPrefix ? up : below.Length == 0 ? "." : below)}";
        }

        return hasPrefix ? Encoding.UTF8.GetBytes(string.Join('\n', lines)) : null;
    }
}
