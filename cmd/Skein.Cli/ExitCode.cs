namespace Skein.Cli;

/// <summary>Exit status of the process.</summary>
public enum ExitCode
{
    Success = 0,

    /// <summary>The cluster or a peer refused or could not be reached, or the disk failed.</summary>
    Refused = 1,

    /// <summary>The user's input is wrong: specification, argument, missing file.</summary>
    InvalidInput = 2,

    /// <summary>A defect of this program.</summary>
    Defect = 70,

    /// <summary>Ended by Ctrl-C, SIGTERM, SIGHUP or SIGQUIT; 128 + SIGINT as shells have it.</summary>
    Interrupted = 130,
}
