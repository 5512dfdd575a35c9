namespace Skein.Cli;

/// <summary>What a command may touch of its surroundings; tests bring their own.</summary>
public sealed record CommandContext
{
    /// <summary>Data, and nothing else.</summary>
    public required TextWriter Output { get; init; }

    /// <summary>Whether the standard output was closed when the process started, so that <see cref="Output"/> goes nowhere. Default false.</summary>
    public bool IsOutputClosed { get; init; }

    /// <summary>Everything a person reads beside the data: notes, progress, errors.</summary>
    public required TextWriter Error { get; init; }

    /// <summary>The bytes of standard input; opened when a command reads it.</summary>
    public required Func<Stream> Input { get; init; }

    /// <summary>The bytes of standard output, for values that are no text.</summary>
    public required Func<Stream> RawOutput { get; init; }

    /// <summary>Environment variables; null for those not set.</summary>
    public required Func<string, string?> Environment { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Whether <see cref="Error"/> is a terminal, where progress may be redrawn.</summary>
    public bool IsTerminal { get; init; }

    /// <summary>Columns of that terminal at the time of the call.</summary>
    public Func<int> TerminalWidth { get; init; } = static () => 80;

    /// <summary>The running process, from here on with nothing of the machine's trusted authorities read for TLS.</summary>
    public static CommandContext OfProcess()
    {
        var output = Open(() => Console.Out);
        var error = Open(OpenError);
        // After the streams: its first call into the system's library opens files, and they would get the number of a stream that is closed.
        MachineTrust.LeaveUnread();
        return new CommandContext
        {
            Output = output,
            IsOutputClosed = output == TextWriter.Null,
            Error = error,
            Input = Console.OpenStandardInput,
            RawOutput = output == TextWriter.Null ? () => Stream.Null : Console.OpenStandardOutput,
            Environment = System.Environment.GetEnvironmentVariable,
            IsTerminal = !Console.IsErrorRedirected,
            TerminalWidth = Cli.TerminalWidth.Read,
        };
    }

    private static TextWriter OpenError()
    {
        var encoding = Console.Error.Encoding;
        return TextWriter.Synchronized(new StreamWriter(new MessageStream(Console.OpenStandardError()), encoding) { AutoFlush = true });
    }

    // A shell may close a standard stream (`>&-`). What is written to it is lost, as asked for; its number may be a socket's by then.
    private static TextWriter Open(Func<TextWriter> stream)
    {
        try
        {
            return stream();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return TextWriter.Null;
        }
    }
}
