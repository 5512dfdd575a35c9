namespace Skein.Cli.Shims;

/// <summary>The name this program was called by: Python clients of skein 0.8.2 call <c>java</c> and <c>yarn</c>.</summary>
internal static class ProgramName
{
    public const string Java = "java";
    public const string Yarn = "yarn";

    /// <summary>As the caller wrote it, with its directory if it was given.</summary>
    // The runtime gives the file's own name instead, which a link does not have.
    public static string FindPath()
    {
        var commandLine = File.ReadAllText("/proc/self/cmdline");
        return commandLine[..Math.Max(0, commandLine.IndexOf('\0', StringComparison.Ordinal))];
    }

    /// <summary>Without a directory.</summary>
    public static string Find() => Path.GetFileName(FindPath());
}
