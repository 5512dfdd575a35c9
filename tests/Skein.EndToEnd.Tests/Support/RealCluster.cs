namespace Skein.EndToEnd.Tests.Support;

/// <summary>The real HDFS + YARN of the test run: started by <c>build/test</c>, or any that HADOOP_CONF_DIR names.</summary>
public sealed class RealCluster
{
    private readonly string? _configuration = System.Environment.GetEnvironmentVariable("HADOOP_CONF_DIR");

    /// <summary>Directory of the client configuration; skips the test when there is no cluster, and fails it in CI.</summary>
    public string Configuration
    {
        get
        {
            if (string.IsNullOrEmpty(_configuration))
            {
                Assert.False(Environment.GetEnvironmentVariable("CI") == "true", "CI has to bring a Hadoop cluster.");
                Assert.Skip("needs a Hadoop cluster: build/hadoop up, then eval \"$(build/hadoop env)\"");
            }

            return _configuration!;
        }
    }

    /// <summary>The cluster's daemons; skips the test where the cluster is not one of <c>build/hadoop</c>.</summary>
    internal ClusterDaemons Daemons
    {
        get
        {
            var directory = Environment.GetEnvironmentVariable("SKEIN_CLUSTER");
            Assert.SkipWhen(
                string.IsNullOrEmpty(directory) || !Configuration.StartsWith(directory, StringComparison.Ordinal),
                "needs a cluster of build/hadoop, whose daemons may be killed: build/hadoop up, then eval \"$(build/hadoop env)\"");
            return new ClusterDaemons(directory!);
        }
    }

    internal SkeinUser User(string? name = null) => new(Configuration, name);

    /// <summary>A copy of the client configuration with other values.</summary>
    internal string ConfigurationWith(SkeinUser user, params (string Key, string Value)[] changes)
    {
        var copy = Path.Combine(user.Folder, $"conf-{Guid.NewGuid():N}");
        Directory.CreateDirectory(copy);
        foreach (var file in Directory.GetFiles(Configuration, "*-site.xml"))
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        var path = Path.Combine(copy, "yarn-site.xml");
        var properties = string.Concat(changes.Select(change => $"<property><name>{change.Key}</name><value>{change.Value}</value></property>"));
        File.WriteAllText(path, File.ReadAllText(path).Replace("</configuration>", properties + "</configuration>"));
        return copy;
    }
}
