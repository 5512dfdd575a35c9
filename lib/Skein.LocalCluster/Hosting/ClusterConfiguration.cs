using Skein.Hadoop.Configuration;

namespace Skein.LocalCluster.Hosting;

/// <summary>The site files of an embedded cluster.</summary>
internal static class ClusterConfiguration
{
    /// <summary>Writes core-site.xml and yarn-site.xml.</summary>
    /// <param name="directory">The cluster's directory.</param>
    /// <param name="resourceManager"><c>host:port</c> for clients.</param>
    /// <param name="scheduler"><c>host:port</c> for application masters.</param>
    /// <param name="pages"><c>host:port</c> of the pages.</param>
    /// <param name="maxAttempts">Attempts of an application at most.</param>
    public static void Write(ClusterDirectory directory, string resourceManager, string scheduler, string pages, int maxAttempts)
    {
        Write(directory, "core-site.xml", new()
        {
            [ConfigurationKeys.DefaultFileSystem] = "file:///",
            [ConfigurationKeys.HomePrefix] = directory.Homes,
        });
        Write(directory, "yarn-site.xml", new()
        {
            [ConfigurationKeys.ResourceManagerAddress] = resourceManager,
            [ConfigurationKeys.ResourceManagerSchedulerAddress] = scheduler,
            [ConfigurationKeys.ResourceManagerWebAddress] = pages,
            [ConfigurationKeys.MaximumApplicationAttempts] = $"{maxAttempts}",
            ["yarn.cluster.max-application-priority"] = $"{Applications.Application.HighestPriority}",
            ["yarn.log-aggregation-enable"] = "true",
            [ConfigurationKeys.LogFormats] = "TFile",
            [ConfigurationKeys.LogDirectory] = directory.Logs,
        });
    }

    private static void Write(ClusterDirectory directory, string file, Dictionary<string, string> settings) => ClusterDirectory.Write(
        Path.Combine(directory.Configuration, file), HadoopConfiguration.FromProperties(settings).ToXml());
}
