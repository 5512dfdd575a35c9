using Skein.Contract;
using Skein.Hadoop.Configuration;

namespace Skein.ApplicationMaster;

/// <summary>The application master's settings of Hadoop.</summary>
/// <param name="Client">Settings of everything but the scheduler's address.</param>
/// <param name="Scheduler">Settings of the scheduler's address.</param>
/// <param name="MaximumAttempts">
/// Attempts that the ResourceManager makes of an application at most. Where the submitter and the node disagree the smaller number is
/// taken: an attempt that wrongly waits for another leaves the staging directory behind for ever.
/// </param>
/// <param name="GathersLogs">Whether nodes bring logs to HDFS when the application has ended; so they do where nobody says anything of it.</param>
internal sealed record ClusterConfiguration(
    HadoopConfiguration Client, HadoopConfiguration Scheduler, int MaximumAttempts, bool GathersLogs)
{
    private const int DefaultMaximumAttempts = 2;

    /// <summary>
    /// The configuration the submitter sent along, since this node may have none or another; without one, the node's own. Where the
    /// node runs a proxy between application masters and the ResourceManager, the node alone knows the scheduler's address.
    /// </summary>
    /// <param name="directory">The container's directory.</param>
    /// <param name="environment">Environment variables by name.</param>
    /// <exception cref="HadoopConfigurationException">A file is malformed.</exception>
    public static ClusterConfiguration Load(string directory, Func<string, string?> environment)
    {
        var node = HadoopConfiguration.Load(null, environment);
        var sent = Path.Combine(directory, SkeinFiles.HadoopConfiguration);
        if (!File.Exists(sent))
            return new ClusterConfiguration(node, node, Attempts(node), MayGatherLogs(node));
        var submitter = HadoopConfiguration.LoadFile(sent, environment);
        return new ClusterConfiguration(
            submitter,
            node.GetBool(ConfigurationKeys.ApplicationMasterProxyEnabled, false) ? node : submitter,
            Attempts(submitter, node),
            MayGatherLogs(node.IsSet(ConfigurationKeys.LogAggregation) ? node : submitter));
    }

    // A configuration that does not name the setting says nothing of it: a node may have none at all.
    private static int Attempts(params ReadOnlySpan<HadoopConfiguration> configurations)
    {
        int? smallest = null;
        foreach (var configuration in configurations)
        {
            if (!configuration.IsSet(ConfigurationKeys.MaximumApplicationAttempts))
                continue;
            var attempts = configuration.GetInt(ConfigurationKeys.MaximumApplicationAttempts, DefaultMaximumAttempts);
            smallest = smallest < attempts ? smallest : attempts;
        }

        return smallest ?? DefaultMaximumAttempts;
    }

    private static bool MayGatherLogs(HadoopConfiguration configuration) => configuration.GetBool(ConfigurationKeys.LogAggregation, true);
}
