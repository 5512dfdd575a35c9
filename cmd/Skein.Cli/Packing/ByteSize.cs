using System.Globalization;

namespace Skein.Cli.Packing;

/// <summary>Numbers of bytes as a person reads them: <c>512 B</c>, <c>1.5 kB</c>, <c>458.2 MB</c>, in powers of 1000 as disks and networks count.</summary>
internal static class ByteSize
{
    private static readonly string[] Units = ["B", "kB", "MB", "GB", "TB", "PB", "EB"];

    public static string Format(double bytes)
    {
        var unit = 0;
        // What would be rounded up to 1000 is shown in the next unit.
        for (; unit < Units.Length - 1 && bytes >= (unit == 0 ? 999.5 : 999.95); unit++)
            bytes /= 1000;
        return $"{bytes.ToString(unit == 0 ? "F0" : "F1", CultureInfo.InvariantCulture)} {Units[unit]}";
    }
}
