using System.Globalization;
using System.Text;
using Skein.LocalCluster.Nodes.Launch;
using Skein.LocalCluster.Nodes.Logs;

namespace Skein.LocalCluster.Nodes.Processes;

/// <summary>What YARN tells of a container's exit code, with the end of what it wrote to stderr.</summary>
internal static class ExitReport
{
    private const int Killed = 137;
    private const int Terminated = 143;
    private const int TailLength = 4096;
    private const string StandardError = "stderr";

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
        try
        {
            var names = LogFile.Names(logDirectory);
            if (names.Contains(ContainerScript.ErrorFile))
                tails.Append($"Error file: {ContainerScript.ErrorFile}.\n").Append(Tail(logDirectory, ContainerScript.ErrorFile));
            foreach (var name in names)
            {
                if (name.Contains(StandardError, StringComparison.Ordinal))
                    tails.Append(Tail(logDirectory, name));
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The container has made its own logs unreadable.
        }

        return [$"Exception from container-launch.\nContainer id: {containerId}\nExit code: {code}\n", tails.ToString()];
    }

    private static string Tail(string directory, string name)
    {
        using var file = LogFile.TryOpen(directory, name);
        if (file is null)
            return "";
        Span<byte> tail = stackalloc byte[TailLength];
        file.Position = Math.Max(0, file.Length - TailLength);
        var length = file.ReadAtLeast(tail, TailLength, throwOnEndOfStream: false);
        return $"Last {TailLength} bytes of {name} :\n{Encoding.UTF8.GetString(tail[..length])}\n";
    }
}
