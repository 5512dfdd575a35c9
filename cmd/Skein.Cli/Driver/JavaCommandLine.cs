using Skein.ApplicationMaster.Logging;

namespace Skein.Cli.Driver;

/// <summary>The command line by which Python clients of skein 0.8.2 start their driver.</summary>
/// <remarks>
/// <code>
/// java *OPTION com.anaconda.skein.Driver --jar FILE [--keytab FILE --principal NAME] [--daemon]
///
/// OPTION   -Dskein.log.level=LEVEL, of which the last one counts; any other option of a Java machine means nothing here
/// </code>
/// </remarks>
internal static class JavaCommandLine
{
    private const string DriverClass = "com.anaconda.skein.Driver";
    private const string LogLevelOption = "-Dskein.log.level=";

    /// <summary>How to call it, for the log of one that was called otherwise.</summary>
    public const string Usage = $"usage: java [OPTION...] {DriverClass} --jar PATH [--keytab PATH --principal NAME] [--daemon]";

    /// <summary>Whether a driver is to be started.</summary>
    public static bool IsMeant(IReadOnlyList<string> arguments) => arguments.Contains(DriverClass, StringComparer.Ordinal);

    /// <summary>Reads it; null where the driver's own arguments are wrong.</summary>
    public static DriverOptions? Parse(IReadOnlyList<string> arguments)
    {
        var options = new DriverOptions();
        string? jar = null;
        var i = 0;
        for (; arguments[i] != DriverClass; i++)
        {
            if (arguments[i].StartsWith(LogLevelOption, StringComparison.Ordinal))
                options = options with { LowestLevel = LogLevels.Parse(arguments[i][LogLevelOption.Length..]) ?? options.LowestLevel };
        }

        for (i++; i < arguments.Count; i++)
        {
            var value = i + 1 < arguments.Count ? arguments[i + 1] : null;
            switch (arguments[i])
            {
                case "--daemon":
                    options = options with { IsDaemon = true };
                    continue;
                case "--jar" when value is not null:
                    jar = value;
                    break;
                case "--keytab" when value is not null:
                    options = options with { Keytab = value };
                    break;
                case "--principal" when value is not null:
                    options = options with { Principal = value };
                    break;
                default:
                    return null;
            }

            i++;
        }

        return jar is not null && options.Keytab is null == options.Principal is null ? options : null;
    }
}
