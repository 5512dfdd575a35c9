using System.Globalization;

namespace Skein.Benchmarks.Load;

/// <summary>A server to measure, from <c>NAME=HOST:PORT</c>.</summary>
internal sealed record Target(string Name, string Host, int Port)
{
    public static Target Parse(string text)
    {
        var (equals, colon) = (text.IndexOf('='), text.LastIndexOf(':'));
        return new Target(text[..equals], text[(equals + 1)..colon], int.Parse(text.AsSpan(colon + 1), CultureInfo.InvariantCulture));
    }
}
