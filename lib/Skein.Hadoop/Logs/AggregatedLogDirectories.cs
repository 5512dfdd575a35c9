using System.Globalization;
using Skein.Hadoop.Configuration;

namespace Skein.Hadoop.Logs;

/// <summary>
/// Where NodeManagers put the logs of an application, one file for each node, by release and log format:
/// <code>
/// 3.3 and newer   ROOT/USER/bucket-SUFFIX-FORMAT/NNNN/APPLICATION    NNNN: the last four digits of the application's number
/// older 3.x       ROOT/USER/SUFFIX-FORMAT/APPLICATION
/// 2.x             ROOT/USER/SUFFIX/APPLICATION
/// </code>
/// FORMAT is the format's name in the site file, in lower case.
/// </summary>
internal static class AggregatedLogDirectories
{
    /// <summary>Names that sites give the two formats; looked for even where this machine's site files do not list them.</summary>
    private static readonly string[] UsualFormats = ["TFile", "IndexedFile", "IFile"];

    /// <param name="configuration">The cluster's configuration.</param>
    /// <param name="user">Who owns the application.</param>
    /// <param name="applicationId">Such as <c>application_1700000000000_0001</c>.</param>
    /// <returns>Every directory that may hold the logs, likeliest first, without doubles.</returns>
    /// <exception cref="ArgumentException">The id is none.</exception>
    public static IReadOnlyList<string> Candidates(HadoopConfiguration configuration, string user, string applicationId)
    {
        var bucket = (Number(applicationId) % 10_000).ToString("D4", CultureInfo.InvariantCulture);
        var recent = new List<string>();
        var older = new List<string>();
        var oldest = new List<string>();
        foreach (var format in configuration.GetList(ConfigurationKeys.LogFormats).Concat(UsualFormats))
        {
            var root = configuration.Get(ConfigurationKeys.LogDirectoryOf(format))
                ?? configuration.Get(ConfigurationKeys.LogDirectory, "/tmp/logs");
            var plain = configuration.Get(ConfigurationKeys.LogDirectorySuffix, "logs");
            var suffix = configuration.Get(ConfigurationKeys.LogDirectorySuffixOf(format))
                ?? $"{plain}-{format.ToLowerInvariant()}";
            var home = $"{PathOf(root)}/{user}";
            recent.Add($"{home}/bucket-{suffix}/{bucket}/{applicationId}");
            older.Add($"{home}/{suffix}/{applicationId}");
            oldest.Add($"{home}/{plain}/{applicationId}");
        }

        return [.. recent.Concat(older).Concat(oldest).Distinct()];
    }

    private static long Number(string applicationId)
    {
        var parts = applicationId.Split('_');
        return parts is ["application", _, _] && long.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new ArgumentException(
                $"\"{applicationId}\" is no application id such as application_1700000000000_0001", nameof(applicationId));
    }

    /// <summary>The setting may be a path or a URI.</summary>
    private static string PathOf(string root) =>
        (root.Contains("://", StringComparison.Ordinal) ? new Uri(root).LocalPath : root).TrimEnd('/');
}
