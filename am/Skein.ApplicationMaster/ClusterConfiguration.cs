using Skein.Contract;
using Skein.Hadoop.Configuration;

namespace Skein.ApplicationMaster;

/// <summary>The application master's settings of Hadoop.</summary>
/// <param name="Client">Settings of everything but the scheduler's address.</param>
/// <param name="Scheduler">Settings of the scheduler's address.</param>
internal sealed record ClusterConfiguration(HadoopConfiguration Client, HadoopConfiguration Scheduler)
{
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
            return new ClusterConfiguration(node, node);
        var submitter = HadoopConfiguration.LoadFile(sent, environment);
        return new ClusterConfiguration(
            submitter, node.GetBool(ConfigurationKeys.ApplicationMasterProxyEnabled, false) ? node : submitter);
    }
}
