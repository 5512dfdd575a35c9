using Microsoft.Extensions.Logging;

namespace Skein.ApplicationMaster.Logging;

/// <summary>What the specification's <c>log_config</c>, a properties file of log4j 1.2, says of the application master's own log.</summary>
/// <param name="Lowest">The lowest level written: that of the root logger.</param>
/// <param name="Pattern">How lines look: the conversion pattern of the root logger's first appender that has one.</param>
/// <remarks>Where lines go, and whatever else such a file says, has no effect: the log is the container's file in any case.</remarks>
internal sealed record Log4jConfiguration(LogLevel Lowest, LinePattern Pattern)
{
    // Variables that refer to each other end here.
    private const int MaximumReplacements = 20;

    /// <summary>Reads a file's text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="level">The specification's <c>log_level</c>: what <c>${skein.log.level}</c> stands for, and the level if the file names none.</param>
    public static Log4jConfiguration Parse(string text, LogLevel level)
    {
        var properties = JavaProperties.Parse(text);
        properties["skein.log.level"] = LogLevels.NameOf(level);
        var root = Find(properties, "log4j.rootLogger") ?? Find(properties, "log4j.rootCategory") ?? "";
        var words = root.Split(',', StringSplitOptions.TrimEntries);
        string? pattern = null;
        for (var i = 1; i < words.Length && pattern is null; i++)
            pattern = Find(properties, $"log4j.appender.{words[i]}.layout.ConversionPattern");
        return new Log4jConfiguration(
            LogLevels.Parse(words[0]) ?? level, pattern is null ? LinePattern.Default : LinePattern.Parse(pattern));
    }

    private static string? Find(Dictionary<string, string> properties, string key)
    {
        if (!properties.TryGetValue(key, out var value))
            return null;
        for (var i = 0; i < MaximumReplacements && value.IndexOf("${", StringComparison.Ordinal) is var start and >= 0; i++)
        {
            var end = value.IndexOf('}', start);
            if (end < 0)
                break;
            value = value[..start] + properties.GetValueOrDefault(value[(start + 2)..end], "") + value[(end + 1)..];
        }

        return value;
    }
}
