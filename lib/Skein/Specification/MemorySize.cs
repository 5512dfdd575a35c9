using System.Globalization;

namespace Skein.Specification;

/// <summary>Amounts of memory as people write them: <c>2 GiB</c>, <c>512</c>, <c>1.5e3 MB</c>.</summary>
public static class MemorySize
{
    private const double BytesPerMebibyte = 1 << 20;

    /// <summary>MiB of a text.</summary>
    /// <remarks>
    /// Spaces do not count, case neither. A number without a unit is MiB, a unit without a number one of it. Units are b, the decimal
    /// k, m, g, t, p and kb … pb, and the binary ki … pi and kib … pib. What is left of a MiB is rounded up.
    /// </remarks>
    /// <param name="text">The amount; it starts with a digit or is a bare unit.</param>
    /// <param name="mebibytes">The amount, at least 0.</param>
    /// <param name="fault">What is wrong with the text, or null.</param>
    public static bool TryParse(string text, out int mebibytes, out string? fault)
    {
        mebibytes = 0;
        var amount = text.Replace(" ", "", StringComparison.Ordinal);
        if (amount.StartsWith('-'))
        {
            fault = "memory must be positive";
            return false;
        }

        var number = amount.AsSpan().TrimEnd("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
        var unit = amount[number.Length..];
        if (amount.Length == 0 || (number.Length > 0 && !char.IsAsciiDigit(number[0])) || !TryParseNumber(number, out var count))
        {
            fault = $"{NameHints.Quote(text)} is not an amount of memory; write a number and a unit, as 512 MiB or 2 GiB";
            return false;
        }

        if (BytesOf(unit) is not { } bytes)
        {
            fault = $"{NameHints.Quote(unit)} is not a unit of memory; write MiB, GiB, MB, GB or another of b, k, m, g, t, p";
            return false;
        }

        return TryRoundUp(count * bytes / BytesPerMebibyte, out mebibytes, out fault);
    }

    /// <summary>Rounds MiB up to whole ones.</summary>
    public static bool TryRoundUp(double amount, out int mebibytes, out string? fault)
    {
        mebibytes = 0;
        var rounded = Math.Ceiling(amount);
        fault = rounded switch
        {
            double.NaN => "is not an amount of memory; write MiB as a number, or text as 2 GiB",
            < 0 => "memory must be positive",
            > int.MaxValue => $"is more memory than can be asked for ({int.MaxValue} MiB)",
            _ => null,
        };
        if (fault is null)
            mebibytes = (int)rounded;
        return fault is null;
    }

    // A bare unit counts once. Underscores stand between digits only, as in Python's numbers.
    private static bool TryParseNumber(ReadOnlySpan<char> number, out double count)
    {
        count = 1;
        if (number.IsEmpty)
            return true;
        for (var index = number.IndexOf('_'); index >= 0 && index < number.Length; index++)
        {
            if (number[index] == '_' && (index + 1 == number.Length || !char.IsAsciiDigit(number[index - 1]) || !char.IsAsciiDigit(number[index + 1])))
                return false;
        }

        const NumberStyles styles = NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return double.TryParse(number.ToString().Replace("_", "", StringComparison.Ordinal), styles, CultureInfo.InvariantCulture, out count);
    }

    private static double? BytesOf(string unit) => unit.ToUpperInvariant() switch
    {
        "" or "MI" or "MIB" => BytesPerMebibyte,
        "B" => 1,
        "K" or "KB" => 1e3,
        "M" or "MB" => 1e6,
        "G" or "GB" => 1e9,
        "T" or "TB" => 1e12,
        "P" or "PB" => 1e15,
        "KI" or "KIB" => 1L << 10,
        "GI" or "GIB" => 1L << 30,
        "TI" or "TIB" => 1L << 40,
        "PI" or "PIB" => 1L << 50,
        _ => null,
    };
}
