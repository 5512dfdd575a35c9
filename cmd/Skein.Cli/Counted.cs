using System.Globalization;

namespace Skein.Cli;

/// <summary>A number with what it counts, in the singular for one: <c>1 file</c>, <c>12,345 files</c>.</summary>
internal static class Counted
{
    /// <param name="count">How many.</param>
    /// <param name="one">What follows the number one; a verb that agrees with it belongs to it.</param>
    /// <param name="many">What follows all others.</param>
    public static string Of(int count, string one, string many) =>
        string.Create(CultureInfo.InvariantCulture, $"{count:N0} {(count == 1 ? one : many)}");
}
