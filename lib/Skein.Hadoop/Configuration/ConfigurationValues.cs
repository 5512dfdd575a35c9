using System.Globalization;
using Skein.Hadoop.Rpc;

namespace Skein.Hadoop.Configuration;

/// <summary>The forms in which settings write numbers, times, sizes, lists and addresses.</summary>
internal static class ConfigurationValues
{
    /// <summary>Units of 100 ns, as <see cref="TimeSpan"/> counts them, by suffix; a nanosecond is the hundredth part of one.</summary>
    private static readonly (string Suffix, decimal Ticks)[] DurationSuffixes =
    [
        ("ns", 0.01m), ("us", TimeSpan.TicksPerMicrosecond), ("ms", TimeSpan.TicksPerMillisecond), ("s", TimeSpan.TicksPerSecond),
        ("m", TimeSpan.TicksPerMinute), ("h", TimeSpan.TicksPerHour), ("d", TimeSpan.TicksPerDay),
    ];

    public static bool TryParseInteger(ReadOnlySpan<char> text, out long value) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);

    /// <summary>A number with a suffix of ns, us, ms, s, m, h or d. Beyond what a <see cref="TimeSpan"/> holds, its largest.</summary>
    public static bool TryParseDuration(string text, DurationUnit unit, out TimeSpan value)
    {
        value = default;
        decimal ticks = unit == DurationUnit.Seconds ? TimeSpan.TicksPerSecond : TimeSpan.TicksPerMillisecond;
        ReadOnlySpan<char> digits = text;
        foreach (var (suffix, suffixTicks) in DurationSuffixes)
        {
            if (!text.EndsWith(suffix, StringComparison.OrdinalIgnoreCase))
                continue;
            digits = text.AsSpan(0, text.Length - suffix.Length).TrimEnd();
            ticks = suffixTicks;
            break;
        }

        if (!TryParseInteger(digits, out var number))
            return false;
        value = new TimeSpan((long)Math.Clamp(number * ticks, long.MinValue, long.MaxValue));
        return true;
    }

    /// <summary>A number of bytes with a binary suffix of k, m, g, t, p or e.</summary>
    public static bool TryParseSize(string text, out long value)
    {
        value = 0;
        if (text.Length == 0)
            return false;
        var power = "kmgtpe".IndexOf(char.ToLowerInvariant(text[^1]), StringComparison.Ordinal) + 1;
        var digits = power == 0 ? text : text.AsSpan(0, text.Length - 1).TrimEnd();
        if (!TryParseInteger(digits, out var number))
            return false;
        var bytes = (Int128)number << (10 * power);
        value = (long)bytes;
        return bytes == value;
    }

    /// <summary>The parts between commas, without surrounding space; empty parts are left out.</summary>
    public static IReadOnlyList<string> ParseList(string text) =>
        text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary><c>host</c>, <c>host:port</c>, <c>[v6]:port</c>, or one of these after <c>scheme://</c> and before a path.</summary>
    public static bool TryParseEndpoint(string text, int defaultPort, string? setting, out HadoopEndpoint? endpoint)
    {
        endpoint = null;
        var scheme = text.IndexOf("://", StringComparison.Ordinal);
        var authority = scheme < 0 ? text : text[(scheme + 3)..];
        authority = authority.Split('/', 2)[0];

        var bracket = authority.LastIndexOf(']');
        var colon = authority.IndexOf(':', bracket + 1);
        var host = colon < 0 ? authority : authority[..colon];
        host = host.Trim('[', ']');
        var port = defaultPort;
        if (host.Length == 0 || host.Contains(' ', StringComparison.Ordinal))
            return false;
        if (colon >= 0 && !(int.TryParse(authority.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port)
            && port is > 0 and <= 65535))
            return false;
        endpoint = new HadoopEndpoint(host, port, setting);
        return true;
    }
}
