using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Skein.LocalCluster.Nodes.Processes;

/// <summary>A process that outlives this one just long enough to end the containers of a node.</summary>
/// <remarks>
/// It is a shell in a session of its own that reads from a pipe. The pipe's other end is this process's alone, so it is closed however this
/// process ends, kill -9 included; and a container that is being started holds it until its program runs, by which it is found. Programs that
/// overwrite their environment, as many servers do to show what they are at, are found by their session, which the guard is told of while it
/// lasts: its number means nobody else until then. Children of all these are found as such. Should the guard be killed too, what is left is
/// ended when a node is next opened over the same directory.
/// </remarks>
internal sealed class OrphanGuard : IDisposable
{
    private const string Begun = "+";
    private const string Ended = "-";

    // $1 is the mark of the node's containers. An entry of the kernel's table is STATE PARENT GROUP SESSION ... behind the name.
    private const string Script = """
        trap '' HUP INT TERM
        declare -A sessions
        groups() {
          declare -A parents groups own
          for entry in /proc/[0-9]*/stat; do
            read -r line <"$entry" || continue
            number=${entry#/proc/} number=${number%/stat}
            fields=(${line##*) })
            parents[$number]=${fields[1]} groups[$number]=${fields[2]}
            if [ -n "${sessions[${fields[3]:-none}]}" ]; then own[$number]=1; fi
          done
          for environment in $(grep -lzsFe "$1" /proc/[0-9]*/environ); do
            number=${environment#/proc/}
            own[${number%/environ}]=1
          done
          grown=1
          while [ -n "$grown" ]; do
            grown=
            for number in "${!parents[@]}"; do
              if [ -z "${own[$number]}" ] && [ -n "${own[${parents[$number]:-none}]}" ]; then own[$number]=1 grown=1; fi
            done
          done
          for number in "${!own[@]}"; do echo "${groups[$number]}"; done
        }
        while read -r word session; do
          if [ "$word" = + ]; then sessions[$session]=1; else unset "sessions[$session]"; fi
        done
        signal=TERM
        for turn in 1 2 3 4 5 6 7 8; do
          found=$(groups "$1" 2>/dev/null | sort -u)
          for group in $found; do kill -s "$signal" -- "-$group"; done
          if [ -z "$found" ]; then exit 0; fi
          sleep 0.25
          signal=KILL
        done
        """;

    private const string Variable = "SKEIN_NODE_GUARD";

    private readonly Process _process;
    private readonly SemaphoreSlim _telling = new(1, 1);

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

    /// <summary>Tells of the session of a container that has been started.</summary>
    public Task AddAsync(int session) => TellAsync(Begun, session);

    /// <summary>Tells that a session is over.</summary>
    public Task RemoveAsync(int session) => TellAsync(Ended, session);

    /// <summary>Lets the guard end what there is, and itself.</summary>
    public void Dispose()
    {
        _process.StandardInput.Dispose();
        _process.Dispose();
        _telling.Dispose();
    }

    private async Task TellAsync(string word, int session)
    {
        await _telling.WaitAsync();
        try
        {
            var line = Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{word} {session}\n"));
            await _process.StandardInput.BaseStream.WriteAsync(line);
        }
        catch (IOException)
        {
            // Somebody has killed the guard: the mark is what is left to find containers by.
        }
        finally
        {
            _telling.Release();
        }
    }
}
