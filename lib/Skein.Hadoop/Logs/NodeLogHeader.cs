using System.Globalization;
using System.Text;

namespace Skein.Hadoop.Logs;

/// <summary>What a NodeManager writes before the contents of a log file; see <see cref="NodeLogs"/>.</summary>
internal static class NodeLogHeader
{
    private const string Length = "LogLength:";
    private const string Contents = "LogContents:";
    private const string EmptyFile = "End of LogType:";
    private const int MaximumLine = 4096;
    private const int MaximumLines = 16;

    /// <summary>Reads up to the first byte of the contents.</summary>
    /// <returns>Bytes of the contents.</returns>
    /// <exception cref="LogFormatException">It is no such header.</exception>
    public static async Task<long> ReadAsync(Stream content, string address, CancellationToken cancellation)
    {
        long? length = null;
        for (var lines = 0; lines < MaximumLines; lines++)
        {
            var line = await ReadLineAsync(content, cancellation);
            if (line is null || (lines == 0 && line.StartsWith(EmptyFile, StringComparison.Ordinal)))
                return lines == 0 ? 0 : throw new LogFormatException(address, $"ends before the line {Contents}");
            if (line.StartsWith(Length, StringComparison.Ordinal)
                && long.TryParse(line.AsSpan(Length.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var value))
            {
                length = value;
            }
            else if (line == Contents)
            {
                return length ?? throw new LogFormatException(address, $"has no line {Length}");
            }
        }

        throw new LogFormatException(address, $"does not begin as the logs of a container do, with lines up to {Contents}");
    }

    // Byte by byte, since what follows the header belongs to the contents; the answer is buffered below.
    private static async Task<string?> ReadLineAsync(Stream content, CancellationToken cancellation)
    {
        var line = new List<byte>();
        var next = new byte[1];
        while (line.Count < MaximumLine && await content.ReadAsync(next, cancellation) > 0)
        {
            if (next[0] == '\n')
                return Encoding.UTF8.GetString([.. line]);
            line.Add(next[0]);
        }

        return line.Count == 0 ? null : Encoding.UTF8.GetString([.. line]);
    }
}
