namespace Skein.Hadoop.Configuration;

/// <summary>Where Hadoop's site files lie.</summary>
internal static class ConfigurationLocations
{
    /// <summary>The site files of one directory, in the order in which later ones win.</summary>
    public static readonly string[] SiteFiles = ["core-site.xml", "hdfs-site.xml", "yarn-site.xml", "mapred-site.xml"];

    private const string SystemDirectory = "/etc/hadoop/conf";

    /// <summary>
    /// The directories that apply: the named one; else those of <c>HADOOP_CONF_DIR</c> and <c>YARN_CONF_DIR</c>, where the second
    /// adds to the first; else <c>$HADOOP_HOME/etc/hadoop</c>; else <c>/etc/hadoop/conf</c>. Empty if there is none of them.
    /// </summary>
    /// <exception cref="HadoopConfigurationException">A directory that somebody named does not exist.</exception>
    public static IReadOnlyList<string> Find(string? directory, Func<string, string?> environment, Func<string, bool> directoryExists)
    {
        if (directory is not null)
            return [Named(directory, "the configuration directory", directoryExists)];

        var named = new List<string>();
        foreach (var variable in (string[])["HADOOP_CONF_DIR", "YARN_CONF_DIR"])
        {
            if (environment(variable) is not { Length: > 0 } value)
                continue;
            var path = Named(value, $"the directory in {variable}", directoryExists);
            if (!named.Contains(path))
                named.Add(path);
        }

        if (named.Count > 0)
            return named;

        if (environment("HADOOP_HOME") is { Length: > 0 } home)
        {
            var path = Path.GetFullPath(Path.Combine(home, "etc", "hadoop"));
            if (directoryExists(path))
                return [path];
        }

        return directoryExists(SystemDirectory) ? [SystemDirectory] : [];
    }

    private static string Named(string directory, string what, Func<string, bool> directoryExists)
    {
        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory));
        return directoryExists(path)
            ? path
            : throw new HadoopConfigurationException($"{path}: {what} does not exist; name the directory that holds core-site.xml");
    }
}
