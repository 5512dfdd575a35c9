using System.Diagnostics;
using Skein.Hadoop.Security;
using Skein.LocalCluster.Hosting;

namespace Skein.Cli.Clusters;

/// <summary>Starts the embedded cluster's process in the background.</summary>
internal static class ClusterStart
{
    private const int LastWords = 2000;
    private const long LeastSpace = 64 << 10;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(5);

    /// <summary>Starts the cluster unless it runs, and waits until it takes work.</summary>
    /// <returns>Whether it was started.</returns>
    /// <exception cref="IOException">It does not come up; the message holds its last words.</exception>
    public static async Task<bool> EnsureAsync(ClusterDirectory directory, ClusterSize size, TimeProvider time, CancellationToken cancellation)
    {
        if (ClusterAddress.FindRunning(directory) is not null)
            return false;
        directory.Create(CurrentUser.SystemName);
        var process = Spawn(directory, size);
        var begun = time.GetTimestamp();
        while (ClusterAddress.FindRunning(directory) is null)
        {
            if ((process.HasExited && process.ExitCode != 0) || time.GetElapsedTime(begun) > Patience)
            {
                // It has said nothing and taken nothing yet; left alone it would be in the way of every other one.
                process.Kill();
                throw new IOException($"the embedded cluster does not start: {FindReason(directory)}");
            }

            // One that finds another one ends well, and that one is waited for. If that was ending, it takes another start.
            if (process.HasExited && !ClusterAddress.IsHeld(directory))
                process = Spawn(directory, size);
            await Task.Delay(Poll, time, cancellation);
        }

        return true;
    }

    private static Process Spawn(ClusterDirectory directory, ClusterSize size) => BackgroundProcess.Start(
        directory.Log, ["cluster", "start", "--foreground", "--detached", .. size.ToArguments()], start => start.WorkingDirectory = "/");

    // On a full disk the log could not be written either, and holds somebody else's words.
    private static string FindReason(ClusterDirectory directory) =>
        new DriveInfo(directory.Root).AvailableFreeSpace < LeastSpace
            ? $"the disk is full where it keeps its state, in {directory.Root}; make room there, or set SKEIN_CONFIG to another place"
            : ReadLastWords(directory);

    private static string ReadLastWords(ClusterDirectory directory)
    {
        try
        {
            var text = File.ReadAllText(directory.Log).Trim();
            return text.Length > LastWords ? text[^LastWords..] : text.Length > 0 ? text : $"{directory.Log} is empty";
        }
        catch (IOException e)
        {
            return e.Message;
        }
    }
}
