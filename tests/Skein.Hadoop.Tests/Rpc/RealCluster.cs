using System.Xml.Linq;
using Skein.Hadoop.Rpc;
using Skein.Hadoop.Security;

namespace Skein.Hadoop.Tests.Rpc;

/// <summary>The cluster HADOOP_CONF_DIR describes. Tests that need it are skipped without it, and fail without it under CI.</summary>
internal static class RealCluster
{
    private const string User = "testuser";

    public static UserIdentity Identity => new(User, new Credentials());

    public static HadoopEndpoint ResourceManager => new(Property("yarn-site.xml", "yarn.resourcemanager.hostname"), 8032, "yarn.resourcemanager.address");

    public static HadoopEndpoint Scheduler => ResourceManager with { Port = 8030, Setting = "yarn.resourcemanager.scheduler.address" };

    public static HadoopEndpoint ResourceManagerPages => ResourceManager with { Port = 8088, Setting = "yarn.resourcemanager.webapp.address" };

    private static string Property(string file, string name)
    {
        var directory = Environment.GetEnvironmentVariable("HADOOP_CONF_DIR");
        if (string.IsNullOrEmpty(directory))
        {
            Assert.False(Environment.GetEnvironmentVariable("CI") == "true", "HADOOP_CONF_DIR is not set: no cluster to test against.");
            Assert.Skip("HADOOP_CONF_DIR is not set: no cluster to test against.");
        }

        return XDocument.Load(Path.Combine(directory, file)).Root!.Elements("property")
            .Single(property => property.Element("name")?.Value.Trim() == name)
            .Element("value")!.Value.Trim();
    }
}
