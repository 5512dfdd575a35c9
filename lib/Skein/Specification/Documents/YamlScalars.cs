using System.Globalization;
using System.Text.RegularExpressions;

namespace Skein.Specification.Documents;

/// <summary>What plain scalars mean in YAML 1.1, where <c>yes</c> is a boolean, <c>0777</c> octal and <c>1:30</c> ninety.</summary>
internal static partial class YamlScalars
{
    /// <summary>The value of a scalar without quotes.</summary>
    public static DocumentValue Resolve(string text, DocumentPosition position)
    {
        switch (text)
        {
            case "" or "~" or "null" or "Null" or "NULL":
                return DocumentValue.OfNull(position);
            case "yes" or "Yes" or "YES" or "true" or "True" or "TRUE" or "on" or "On" or "ON":
                return DocumentValue.OfBoolean(true, text, position);
            case "no" or "No" or "NO" or "false" or "False" or "FALSE" or "off" or "Off" or "OFF":
                return DocumentValue.OfBoolean(false, text, position);
        }

        // Numbers and dates start with one of these; most text does not.
        if (!char.IsAsciiDigit(text[0]) && text[0] is not ('+' or '-' or '.'))
            return DocumentValue.OfText(text, position);
        if (IntegerPattern().IsMatch(text))
            return DocumentValue.OfInteger(ToInteger(text), text, position);
        if (FloatPattern().IsMatch(text))
            return DocumentValue.OfFloat(ToFloat(text), text, position);
        return TimestampPattern().IsMatch(text) ? DocumentValue.OfTimestamp(text, position) : DocumentValue.OfText(text, position);
    }

    /// <summary>The value of an integer as YAML 1.1 writes it: decimal, <c>0b</c>, <c>0x</c>, octal after a 0, base 60 with colons.</summary>
    /// <returns>Null where there is no digit or the value does not fit into 64 bits.</returns>
    public static long? ToInteger(string text)
    {
        var digits = text.Replace("_", "", StringComparison.Ordinal).AsSpan();
        var negative = digits.StartsWith("-", StringComparison.Ordinal);
        if (negative || digits.StartsWith("+", StringComparison.Ordinal))
            digits = digits[1..];
        var magnitude = digits switch
        {
            ['0', 'b', .. var binary] => Accumulate(binary, 2),
            ['0', 'x', .. var hexadecimal] => Accumulate(hexadecimal, 16),
            ['0', _, ..] => Accumulate(digits[1..], 8),
            _ when digits.Contains(':') => AccumulateBase60(digits),
            _ => Accumulate(digits, 10),
        };
        var value = negative ? -magnitude : magnitude;
        return value is { } known && known >= long.MinValue && known <= long.MaxValue ? (long)known : null;
    }

    /// <summary>The value of a float as YAML 1.1 writes it, <c>.inf</c>, <c>.nan</c> and base 60 included.</summary>
    public static double ToFloat(string text)
    {
        var digits = text.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();
        var sign = digits[0] == '-' ? -1.0 : 1.0;
        if (digits[0] is '-' or '+')
            digits = digits[1..];
        if (digits is ".inf")
            return sign * double.PositiveInfinity;
        if (digits is ".nan")
            return double.NaN;
        var value = 0.0;
        foreach (var part in digits.Split(':'))
            value = (value * 60) + double.Parse(part, NumberStyles.Float, CultureInfo.InvariantCulture);
        return sign * value;
    }

    private static Int128? Accumulate(ReadOnlySpan<char> digits, int radix)
    {
        if (digits.IsEmpty)
            return null;
        Int128 value = 0;
        foreach (var digit in digits)
        {
            if (!char.IsAsciiHexDigit(digit))
                return null;
            value = (value * radix) + Convert.ToInt32(digit.ToString(), 16);
            if (value > (Int128)long.MaxValue + 1)
                return null;
        }

        return value;
    }

    private static Int128? AccumulateBase60(ReadOnlySpan<char> digits)
    {
        Int128 value = 0;
        foreach (var range in digits.Split(':'))
        {
            if (Accumulate(digits[range], 10) is not { } part)
                return null;
            value = (value * 60) + part;
            if (value > (Int128)long.MaxValue + 1)
                return null;
        }

        return value;
    }

    [GeneratedRegex(@"\A[-+]?(0b[01_]+|0[0-7_]+|0x[0-9a-fA-F_]+|0|[1-9][0-9_]*(:[0-5]?[0-9])*)\z", RegexOptions.ExplicitCapture)]
    private static partial Regex IntegerPattern();

    [GeneratedRegex(
        @"\A([-+]?[0-9][0-9_]*\.[0-9_]*([eE][-+][0-9]+)?|\.[0-9][0-9_]*([eE][-+][0-9]+)?|[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+\.[0-9_]*|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN))\z",
        RegexOptions.ExplicitCapture)]
    private static partial Regex FloatPattern();

    [GeneratedRegex(
        @"\A([0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt]|[ \t]+)[0-9]{1,2}:[0-9]{2}:[0-9]{2}(\.[0-9]*)?([ \t]*(Z|[-+][0-9]{1,2}(:[0-9]{2})?))?)\z",
        RegexOptions.ExplicitCapture)]
    private static partial Regex TimestampPattern();
}
