namespace Skein.LocalCluster.Nodes.Launch;

/// <summary>What containers inherit of their node's environment: a short list of names and nothing else.</summary>
internal static class InheritedEnvironment
{
    // Default of yarn.nodemanager.env-whitelist.
    private static readonly string[] Names =
    [
        "JAVA_HOME", "HADOOP_COMMON_HOME", "HADOOP_HDFS_HOME", "HADOOP_CONF_DIR", "CLASSPATH_PREPEND_DISTCACHE", "HADOOP_YARN_HOME",
        "HADOOP_HOME", "PATH", "LANG", "TZ",
    ];

    /// <summary>Those of them that this process has.</summary>
    public static Dictionary<string, string> OfThisProcess()
    {
        var inherited = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in Names)
        {
            if (Environment.GetEnvironmentVariable(name) is { } value)
                inherited.Add(name, value);
        }

        return inherited;
    }
}
