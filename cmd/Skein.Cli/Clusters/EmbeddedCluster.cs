using Skein.Contract;
using Skein.Hadoop.Configuration;
using Skein.LocalCluster.Hosting;
using Skein.Security;
using Skein.Submission;

namespace Skein.Cli.Clusters;

/// <summary>This user's embedded cluster, as commands come to it.</summary>
internal static class EmbeddedCluster
{
    private const string Name = "cluster";

    /// <summary>Where it lives.</summary>
    public static ClusterDirectory Directory(Func<string, string?> environment) =>
        new(Path.Combine(Path.GetFullPath(CertificateFiles.ConfigurationDirectory(environment)), Name));

    /// <summary>Whether a command without a Hadoop configuration means it. In a container of an application it never does.</summary>
    public static bool IsMeant(SkeinClientOptions options) =>
        options.ConfigurationDirectory is null
        && string.IsNullOrEmpty(options.Environment(SkeinVariables.ApplicationId))
        && !HadoopConfiguration.Load(null, options.Environment).IsFound;

    /// <summary>Starts it if it does not run, and gives the options by which a client finds it.</summary>
    /// <exception cref="IOException">It can not be started.</exception>
    public static async Task<SkeinClientOptions> UseAsync(SkeinClientOptions options, CancellationToken cancellation)
    {
        var directory = Directory(options.Environment);
        var started = await ClusterStart.EnsureAsync(directory, new ClusterSize(), options.Time, cancellation);
        options.Note?.Invoke(
            $"no Hadoop configuration found: using the embedded cluster of this machine{(started ? ", which was started" : "")} ('skein cluster status' shows it)");
        var environment = options.Environment;
        return options with
        {
            ConfigurationDirectory = directory.Configuration,
            // A guest says who it is by the variable, and its file holds all that it may be.
            Environment = name =>
                name == YarnVariables.TokenFile && string.IsNullOrEmpty(environment(name)) ? directory.Credentials : environment(name),
        };
    }
}
