namespace Skein.Hadoop.Logs;

/// <summary>An aggregated log file is damaged, cut off, or of a kind that is not read.</summary>
public sealed class LogFormatException : IOException
{
    /// <param name="file">Path of the aggregated file; part of the message.</param>
    /// <param name="reason">What is wrong with it.</param>
    /// <param name="inner">The cause, or null.</param>
    public LogFormatException(string file, string reason, Exception? inner = null) : base($"{file}: {reason}", inner)
    {
    }

    /// <summary>Faults that decoders raise on bytes that break their grammar, as opposed to those of the file system.</summary>
    internal static bool IsCausedBy(Exception fault) => fault is InvalidDataException or EndOfStreamException;
}
