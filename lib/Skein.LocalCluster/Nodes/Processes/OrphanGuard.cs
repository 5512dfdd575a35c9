using System.Diagnostics;

namespace Skein.LocalCluster.Nodes.Processes;

/// <summary>A process that outlives this one just long enough to end the containers of a node.</summary>
/// <remarks>
/// It is a shell in a session of its own that reads from a pipe. The pipe's other end is this process's alone, so it is closed however this
/// process ends, kill -9 included; and a container that is being started holds it until its program runs, by which it is found. Should
/// the guard be killed too, what is left is ended when a node is next opened over the same directory.
/// </remarks>
internal sealed class OrphanGuard : IDisposable
{
    // $1 is the mark of the node's containers.
    private const string Script = """
        trap '' HUP INT TERM
        groups() {
          for environment in $(grep -lzsFe "$1" /proc/[0-9]*/environ); do
            read -r entry <"${environment%environ}stat" || continue
            set -- ${entry##*) }
            echo "$3"
          done
        }
        read -r _
        signal=TERM
        for turn in 1 2 3 4 5 6 7 8; do
          found=$(groups "$1" 2>/dev/null)
          for group in $found; do kill -s "$signal" -- "-$group"; done
          if [ -z "$found" ]; then exit 0; fi
          sleep 0.25
          signal=KILL
        done
        """;

    private const string Variable = "SKEIN_NODE_GUARD";

    private readonly Process _process;

    private OrphanGuard(Process process) => _process = process;

    /// <summary>Starts a guard.</summary>
    /// <param name="directory">The node's directory, by which a later node finds the guard.</param>
    /// <param name="mark">What all containers of the node carry.</param>
    /// <exception cref="System.ComponentModel.Win32Exception">setsid can not be started.</exception>
    public static OrphanGuard Start(string directory, ProcessMark mark)
    {
        var start = new ProcessStartInfo("setsid")
        {
            ArgumentList = { "/bin/bash", "-c", $"exec >/dev/null 2>&1\n{Script}", "skein-guard", mark.Text },
            RedirectStandardInput = true,
        };
        start.Environment[Variable] = directory;
        return new OrphanGuard(Process.Start(start)!);
    }

    /// <summary>Ends the guard of an earlier node over a directory, which would take the next one's containers for those it is to end.</summary>
    public static Task EndEarlierAsync(string directory, TimeProvider time) =>
        new ProcessMark($"{Variable}={directory}\0").EndAsync(TimeSpan.Zero, time);

    /// <summary>Lets the guard end what there is, and itself.</summary>
    public void Dispose()
    {
        _process.StandardInput.Dispose();
        _process.Dispose();
    }
}
