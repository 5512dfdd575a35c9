using System.Diagnostics;
using System.Globalization;

namespace Skein.Benchmarks.Load;

/// <summary>A server to measure, from <c>NAME=HOST:PORT@PROCESS</c>.</summary>
internal sealed record Target(string Name, string Host, int Port, int ProcessId)
{
    /// <summary>Processor time that the server has used so far.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            using var process = Process.GetProcessById(ProcessId);
            return process.TotalProcessorTime;
        }
    }

    public static Target Parse(string text)
    {
        var (equals, colon, at) = (text.IndexOf('='), text.LastIndexOf(':'), text.LastIndexOf('@'));
        return new Target(text[..equals], text[(equals + 1)..colon], Number(text[(colon + 1)..at]), Number(text[(at + 1)..]));
    }

    private static int Number(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);
}
