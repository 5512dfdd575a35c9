using System.Globalization;
using System.Text;
using Skein.LocalCluster.Nodes.Launch;

namespace Skein.LocalCluster.Nodes.Processes;

/// <summary>What YARN tells of a container's exit code, with the end of what it wrote to stderr.</summary>
internal static class ExitReport
{
    private const int Killed = 137;
    private const int Terminated = 143;
    private const int TailLength = 4096;

    /// <summary>The parts of the diagnostics; none for 0.</summary>
    /// <param name="containerId">The container.</param>
    /// <param name="exitCode">What its leader ended with.</param>
    /// <param name="logDirectory">Where its logs are.</param>
    public static IReadOnlyList<string> Write(string containerId, int exitCode, string logDirectory)
    {
        if (exitCode == 0)
            return [];
        var code = exitCode.ToString(CultureInfo.InvariantCulture);
        if (exitCode is Killed or Terminated)
            return [$"Container killed on request. Exit code is {code}", $"Container exited with a non-zero exit code {code}. "];

        var tails = new StringBuilder($"Container exited with a non-zero exit code {code}. ");
        var prelaunch = Path.Combine(logDirectory, ContainerScript.ErrorFile);
        if (File.Exists(prelaunch))
            tails.Append(CultureInfo.InvariantCulture, $"Error file: {ContainerScript.ErrorFile}.\n").Append(Tail(prelaunch));
        try
        {
            foreach (var file in new DirectoryInfo(logDirectory).EnumerateFiles("*stderr*"))
                tails.Append(Tail(file.FullName));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The container has removed its own logs.
        }

        return [$"Exception from container-launch.\nContainer id: {containerId}\nExit code: {code}\n", tails.ToString()];
    }

    private static string Tail(string path)
    {
        Span<byte> tail = stackalloc byte[TailLength];
        try
        {
            using var file = File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete);
            var length = RandomAccess.GetLength(file);
            var read = RandomAccess.Read(file, tail, Math.Max(0, length - TailLength));
            return $"Last {TailLength} bytes of {Path.GetFileName(path)} :\n{Encoding.UTF8.GetString(tail[..read])}\n";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return "";
        }
    }
}
