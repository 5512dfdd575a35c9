using Skein.Hadoop.Security;

namespace Skein.Hadoop.Configuration;

/// <summary>Reads settings that list <see cref="QualityOfProtection"/> in Hadoop's words.</summary>
internal static class ProtectionLevels
{
    /// <summary>The levels of a setting, the preferred first; empty if it has no value.</summary>
    /// <exception cref="HadoopConfigurationException">A word is none of <c>authentication</c>, <c>integrity</c>, <c>privacy</c>.</exception>
    public static IReadOnlyList<QualityOfProtection> Read(HadoopConfiguration configuration, string key) =>
        Array.ConvertAll([.. configuration.GetList(key)], word => Level(configuration, key, word));

    private static QualityOfProtection Level(HadoopConfiguration configuration, string key, string word) => word switch
    {
        "authentication" => QualityOfProtection.Authentication,
        "integrity" => QualityOfProtection.Integrity,
        "privacy" => QualityOfProtection.Privacy,
        _ => throw new HadoopConfigurationException(
            $"{configuration.SourceOf(key)}: {key} is '{word}'; use authentication, integrity or privacy"),
    };
}
