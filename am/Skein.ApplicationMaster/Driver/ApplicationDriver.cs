using System.Diagnostics;
using Skein.Contract;
using Skein.Hadoop.Processes;

namespace Skein.ApplicationMaster.Driver;

/// <summary>The application driver: the specification's master script, run by bash beside the application master.</summary>
/// <remarks>
/// The script runs in a session of its own, so that all it started can be ended together. A guard leads that session: it waits for the
/// script, and holds a pipe whose other end is this process: should this process die without a word, the guard ends the session.
/// </remarks>
internal sealed class ApplicationDriver : IAsyncDisposable
{
    // $0 is the guard's name, $1 the script, $2 the log. The traps keep the guard alive while the others end. Before the script is
    // started the signal is caught, since a script could not trap one that it inherits as ignored; while the guard waits it is ignored,
    // since a wait that a signal interrupts may lose the exit code.
    private const string Guard = """
        trap : TERM
        exec 3<&0 </dev/null
        bash "$1" >"$2" 2>&1 3<&- &
        script=$!
        { trap '' TERM; read -r _ <&3; kill -TERM 0; sleep 2; kill -KILL 0; } >/dev/null 2>&1 &
        exec 3<&-
        trap '' TERM
        wait "$script"
        """;

    // Set for Java programs by submitters of old, and far too long for some systems.
    private const string ClassPath = "CLASSPATH";

    private readonly Process _process;
    private readonly int _group;

    private ApplicationDriver(Process process)
    {
        _process = process;
        _group = process.Id;
        Completion = WaitAsync(process);
    }

    /// <summary>Completes with the script's exit code; of a script ended by a signal, with 128 and the signal's number.</summary>
    public Task<int> Completion { get; }

    /// <summary>Writes and starts the script.</summary>
    /// <exception cref="IOException">The script can not be written.</exception>
    /// <exception cref="System.ComponentModel.Win32Exception">setsid or bash can not be started.</exception>
    public static async Task<ApplicationDriver> StartAsync(DriverOptions options, CancellationToken cancellation)
    {
        await System.IO.File.WriteAllTextAsync(Path.Combine(options.WorkingDirectory, SkeinFiles.Script), options.Script, cancellation);
        var start = new ProcessStartInfo("setsid")
        {
            ArgumentList = { "bash", "-c", Guard, "skein-driver", SkeinFiles.Script, options.LogFile },
            WorkingDirectory = options.WorkingDirectory,
            RedirectStandardInput = true,
        };
        start.Environment.Remove(ClassPath);
        foreach (var (name, value) in options.Environment)
            start.Environment[name] = value;
        return new ApplicationDriver(Process.Start(start)!);
    }

    /// <summary>Asks the script and all it started to end, and ends what is left of them.</summary>
    /// <param name="grace">How long the script may take to end.</param>
    public async Task StopAsync(TimeSpan grace)
    {
        // The guard's watch keeps the group's number taken until the last signal, so that it can not mean anybody else.
        ProcessGroup.Terminate(_group);
        await Task.WhenAny(Completion, Task.Delay(grace));
        ProcessGroup.Kill(_group);
        await Completion;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync(TimeSpan.Zero);
        _process.Dispose();
    }

    private static async Task<int> WaitAsync(Process process)
    {
        await process.WaitForExitAsync();
        return process.ExitCode;
    }
}
