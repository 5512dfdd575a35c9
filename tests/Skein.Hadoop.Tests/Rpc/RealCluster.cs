using Skein.Hadoop.Configuration;
using Skein.Hadoop.Rpc;
using Skein.Hadoop.Security;

namespace Skein.Hadoop.Tests.Rpc;

/// <summary>The cluster HADOOP_CONF_DIR describes. Tests that need it are skipped without it, and fail without it under CI.</summary>
internal static class RealCluster
{
    private const string User = "testuser";
    private const string PagesSetting = "yarn.resourcemanager.webapp.address";
    private const int PagesPort = 8088;

    /// <summary>The user <c>testuser</c>; with Kerberos whoever holds the ticket.</summary>
    public static UserIdentity Identity => LoginSettings.Find(
        Configuration, name => name == "HADOOP_USER_NAME" ? User : Environment.GetEnvironmentVariable(name));

    /// <summary>How its servers want to be called.</summary>
    public static RpcOptions Options => RpcSettings.Read(Configuration);

    public static HadoopEndpoint ResourceManager =>
        Find(ConfigurationKeys.ResourceManagerAddress, ResourceManagerEndpoints.ClientPort);

    public static HadoopEndpoint Scheduler =>
        Find(ConfigurationKeys.ResourceManagerSchedulerAddress, ResourceManagerEndpoints.SchedulerPort);

    public static HadoopEndpoint ResourceManagerPages => Find(PagesSetting, PagesPort);

    /// <summary>The directory of its site files.</summary>
    public static string Directory
    {
        get
        {
            var directory = Environment.GetEnvironmentVariable("HADOOP_CONF_DIR");
            if (string.IsNullOrEmpty(directory))
            {
                Assert.False(Environment.GetEnvironmentVariable("CI") == "true", "HADOOP_CONF_DIR is not set: no cluster to test against.");
                Assert.Skip("HADOOP_CONF_DIR is not set: no cluster to test against.");
            }

            return directory;
        }
    }

    private static HadoopConfiguration Configuration => HadoopConfiguration.Load(Directory, Environment.GetEnvironmentVariable);

    private static HadoopEndpoint Find(string key, int port) => ResourceManagerEndpoints.Find(
        Configuration, key, port)[0] with { Setting = key };
}
