using System.Text;
using Skein.Hadoop.Processes;

namespace Skein.LocalCluster.Nodes.Processes;

/// <summary>
/// Finds the processes of containers by a variable that all of them inherit, whatever session they have moved to and whoever their
/// parent is; those that have overwritten it are found as children. No list of them has to be kept, and a number that is used anew means
/// nobody else.
/// </summary>
/// <param name="mark">What the process's environment holds, as <c>NAME=VALUE</c> or the beginning of that.</param>
internal sealed class ProcessMark(string mark)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    // A process must have died within this time of SIGKILL; one that waits for a broken disk may not.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly byte[] _first = Encoding.UTF8.GetBytes(mark);
    private readonly byte[] _later = Encoding.UTF8.GetBytes("\0" + mark);

    /// <summary>What a process's environment holds.</summary>
    public string Text { get; } = mark;

    /// <summary>Asks the processes to end, and ends those that are left. Completes when none is, or none dies.</summary>
    /// <param name="grace">What they have to end.</param>
    /// <param name="time">Clock of the wait.</param>
    public async Task EndAsync(TimeSpan grace, TimeProvider time)
    {
        var groups = FindGroups();
        if (groups.Count == 0)
            return;
        foreach (var group in groups)
            ProcessGroup.Terminate(group);
        var began = time.GetTimestamp();
        while ((groups = FindGroups()).Count > 0 && time.GetElapsedTime(began) < grace)
            await Task.Delay(Pause, time);
        while (groups.Count > 0 && time.GetElapsedTime(began) < grace + Patience)
        {
            foreach (var group in groups)
                ProcessGroup.Kill(group);
            await Task.Delay(Pause, time);
            groups = FindGroups();
        }
    }

    private HashSet<int> FindGroups()
    {
        var entries = new List<ProcessEntry>();
        var own = new HashSet<int>();
        foreach (var process in ProcessTable.Numbers())
        {
            if (process == Environment.ProcessId || ProcessTable.Find(process) is not { } entry)
                continue;
            entries.Add(entry);
            if (IsMarked(process))
                own.Add(process);
        }

        // Each round finds the children of those before.
        for (var before = 0; before < own.Count;)
        {
            before = own.Count;
            foreach (var entry in entries)
            {
                if (own.Contains(entry.Parent))
                    own.Add(entry.Number);
            }
        }

        var groups = new HashSet<int>();
        foreach (var entry in entries)
        {
            if (entry.Group > 1 && own.Contains(entry.Number))
                groups.Add(entry.Group);
        }

        // Whoever runs a cluster inside of a container of the same cluster keeps it.
        if (ProcessTable.Find(Environment.ProcessId) is { } self)
            groups.Remove(self.Group);
        return groups;
    }

    private bool IsMarked(int process)
    {
        try
        {
            var environment = File.ReadAllBytes($"/proc/{process}/environ").AsSpan();
            return environment.StartsWith(_first) || environment.IndexOf(_later) >= 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It has ended, or is somebody else's.
            return false;
        }
    }
}
