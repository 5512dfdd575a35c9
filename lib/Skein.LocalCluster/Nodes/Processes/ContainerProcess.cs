using System.Diagnostics;
using Skein.Hadoop.Processes;

namespace Skein.LocalCluster.Nodes.Processes;

/// <summary>A container's processes: the leader that was started, in a session of its own, and all that it starts there.</summary>
internal sealed class ContainerProcess : IDisposable
{
    // Takes the place of setsid. Nothing of the node's is passed on: neither its terminal, nor a file that is open by mistake, nor
    // that it ignores a signal, as every program of .NET does with SIGPIPE. The last needs an env that can do it (coreutils 8.31).
    private const string Entry = """
        umask 022
        exec </dev/null >/dev/null 2>&1
        for open in /proc/$$/fd/*; do
          open=${open##*/}
          if [ "$open" -gt 2 ]; then eval "exec $open>&-"; fi
        done
        if env --default-signal true; then exec env --default-signal /bin/bash "$1"; fi
        exec /bin/bash "$1"
        """;

    private const int Killed = 137;

    // A process that waits for a broken disk dies of nothing.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(5);

    private readonly Process _process;
    private readonly TimeProvider _time;

    private ContainerProcess(Process process, TimeProvider time)
    {
        _process = process;
        _time = time;
        Id = process.Id;
        Completion = WaitAsync(process);
    }

    /// <summary>Number of the leader, of its session and of its group.</summary>
    public int Id { get; }

    /// <summary>Completes with the leader's exit code; of one ended by a signal, with 128 and the signal's number.</summary>
    public Task<int> Completion { get; }

    /// <summary>Starts a script. Completes when its session is there, or it has ended already.</summary>
    /// <param name="script">Its name in the working directory.</param>
    /// <param name="workingDirectory">Absolute path.</param>
    /// <param name="environment">All variables that it starts with.</param>
    /// <param name="time">Clock of pauses.</param>
    /// <exception cref="System.ComponentModel.Win32Exception">setsid can not be started.</exception>
    public static async Task<ContainerProcess> StartAsync(
        string script, string workingDirectory, IReadOnlyDictionary<string, string> environment, TimeProvider time)
    {
        var start = new ProcessStartInfo("setsid")
        {
            ArgumentList = { "/bin/bash", "-c", Entry, "container", script },
            WorkingDirectory = workingDirectory,
        };
        start.Environment.Clear();
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        var process = new ContainerProcess(Process.Start(start)!, time);
        // Before, a signal to the group would reach nobody.
        while (!ProcessGroup.Exists(process.Id) && !process.Completion.IsCompleted)
            await Task.Delay(Beat, time);
        return process;
    }

    /// <summary>Asks the processes to end, and ends those that are left after a while, also those in groups and sessions of their own.</summary>
    /// <returns>The leader's exit code.</returns>
    public async Task<int> StopAsync(TimeSpan grace)
    {
        var groups = FindGroups();
        foreach (var group in groups)
            ProcessGroup.Terminate(group);
        await WaitUntilGoneAsync(groups, grace);
        groups.UnionWith(FindGroups());
        foreach (var group in groups)
            ProcessGroup.Kill(group);
        // Those that are no children of this process are waited for by whoever has adopted them, soon or never.
        await WaitUntilGoneAsync(groups, grace);
        await Task.WhenAny(Completion, Task.Delay(Patience, _time));
        return Completion.IsCompleted ? await Completion : Killed;
    }

    public void Dispose() => _process.Dispose();

    // A shell with job control gives what it starts groups of their own, and setsid even a session. Those are found as descendants, so
    // before the first of them is ended.
    private HashSet<int> FindGroups()
    {
        var groups = new HashSet<int> { Id };
        foreach (var entry in SessionProcesses.Read().Of(Id))
        {
            if (entry.Group > 1)
                groups.Add(entry.Group);
        }

        return groups;
    }

    private async Task WaitUntilGoneAsync(HashSet<int> groups, TimeSpan time)
    {
        var began = _time.GetTimestamp();
        while (groups.Any(ProcessGroup.Exists) && _time.GetElapsedTime(began) < time)
            await Task.Delay(Glance, _time);
    }

    private static async Task<int> WaitAsync(Process process)
    {
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
