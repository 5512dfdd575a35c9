using System.Globalization;
using Skein.Packer.Inventory;

namespace Skein.Packer.Planning;

/// <summary>
/// The variable <c>SOURCE_DATE_EPOCH</c> by which builds are made reproducible: nothing in an archive is younger than its seconds since
/// the epoch.
/// </summary>
internal static class SourceDate
{
    private const string Variable = "SOURCE_DATE_EPOCH";

    /// <param name="variables">Reads environment variables.</param>
    /// <returns>Seconds since the epoch; null when the variable is not set.</returns>
    /// <exception cref="PackException">It is not a number.</exception>
    public static long? Read(Func<string, string?> variables)
    {
        if (variables(Variable) is not { Length: > 0 } text)
            return null;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds()
            ? seconds
            : throw new PackException($"{Variable} is '{text}', which is not a number of seconds since 1970; correct it or unset it");
    }

    /// <summary>Makes files older where they are younger.</summary>
    public static List<PackFile> Clamp(List<PackFile> files, long seconds) =>
        files.ConvertAll(file => file.Modified > seconds ? file with { Modified = seconds } : file);
}
