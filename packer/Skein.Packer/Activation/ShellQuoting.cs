using Skein.Packer.Relocation;

namespace Skein.Packer.Activation;

/// <summary>Writes values as words of a shell; the environment's path becomes <c>$CONDA_PREFIX</c>.</summary>
internal static class ShellQuoting
{
    /// <summary>For sh.</summary>
    public static string Posix(string value, InstalledPrefix prefix) => Word(value, prefix, static text => text.Replace("'", "'\\''", StringComparison.Ordinal));

    /// <summary>For fish, where a backslash escapes inside single quotes.</summary>
    public static string Fish(string value, InstalledPrefix prefix) =>
        Word(value, prefix, static text => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("'", "\\'", StringComparison.Ordinal));

    /// <summary>For csh, where an exclamation mark means history even inside single quotes.</summary>
    public static string Csh(string value, InstalledPrefix prefix) =>
        Word(value, prefix, static text => text.Replace("'", "'\\''", StringComparison.Ordinal).Replace("!", "\\!", StringComparison.Ordinal));

    private static string Word(string value, InstalledPrefix prefix, Func<string, string> escape)
    {
        var parts = value.Split(prefix.Path);
        return string.Join("\"$CONDA_PREFIX\"", parts.Select(part => part.Length == 0 && parts.Length > 1 ? "" : $"'{escape(part)}'"));
    }
}
