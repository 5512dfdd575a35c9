using System.Runtime.InteropServices;

namespace Skein.Cli.Shims;

/// <summary>The program of a name that lies on PATH behind this one.</summary>
internal static partial class RealProgram
{
    private const int BrokenPipe = 13;
    private const int NotFound = 127;
    private const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Becomes the program; comes back, with the exit status of shells, only where there is none.</summary>
    public static int Execute(string name, string[] arguments)
    {
        if (Find(name) is { } path)
        {
            // The runtime ignores it, and what is started here would inherit that.
            _ = SetSignal(BrokenPipe, 0);
            _ = ExecuteFile(path, [path, .. arguments, null]);
        }

        Console.Error.WriteLine(
            $"skein, called as {name}: there is no other {name} on PATH, and this one only serves Python programs written for skein 0.8.2");
        return NotFound;
    }

    /// <summary>Path of the program; null if there is none.</summary>
    public static string? Find(string name) =>
        Find(name, ProgramName.FindPath(), Environment.GetEnvironmentVariable("PATH") ?? "", Environment.ProcessPath!);

    /// <summary>
    /// Path of the program behind the directory that this one was called from: of several copies on one PATH, each only looks behind itself.
    /// </summary>
    /// <param name="name">The name.</param>
    /// <param name="called">How this program was called.</param>
    /// <param name="searchPath">PATH.</param>
    /// <param name="self">File of this program.</param>
    internal static string? Find(string name, string called, string searchPath, string self)
    {
        var directories = searchPath.Split(':', StringSplitOptions.RemoveEmptyEntries);
        var own = Path.GetDirectoryName(called) is { Length: > 0 } directory
            ? Array.FindIndex(directories, candidate => Path.TrimEndingDirectorySeparator(candidate) == directory)
            : Array.FindIndex(directories, candidate => IsExecutable(Path.Combine(candidate, name)));
        foreach (var candidate in directories.AsSpan(own + 1))
        {
            var path = Path.Combine(candidate, name);
            if (IsExecutable(path) && TargetOf(path) != self)
                return path;
        }

        return null;
    }

    private static bool IsExecutable(string path) => File.Exists(path) && (File.GetUnixFileMode(path) & AnyExecute) != 0;

    private static string TargetOf(string path) => File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;

    [LibraryImport("libc", EntryPoint = "execv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int ExecuteFile(string path, string?[] arguments);

    [LibraryImport("libc", EntryPoint = "signal")]
    private static partial nint SetSignal(int signal, nint handler);
}
