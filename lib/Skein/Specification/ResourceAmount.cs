using System.Globalization;

namespace Skein.Specification;

/// <summary>An amount of a resource type that the cluster's administrators have defined.</summary>
/// <param name="Value">At least 0, in <paramref name="Units"/>.</param>
/// <param name="Units">YARN's: empty, <c>m</c>, <c>k</c>, <c>Gi</c> and their like; exactly as the cluster declares the type.</param>
public sealed record ResourceAmount(long Value, string Units = "")
{
    /// <summary>A whole number and its units, with or without a space between them.</summary>
    public static ResourceAmount? TryParse(string text)
    {
        var number = text.AsSpan().TrimEnd("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");
        var units = text[number.Length..];
        return long.TryParse(number.TrimEnd(' '), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? new ResourceAmount(value, units) : null;
    }

    /// <summary>As it is written: <c>3</c>, <c>10Gi</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Value}{Units}");
}
