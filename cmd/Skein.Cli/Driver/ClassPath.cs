using Skein.Contract;

namespace Skein.Cli.Driver;

/// <summary>Finds the cluster's configuration in a Java class path, as Hadoop's own clients do.</summary>
internal static class ClassPath
{
    private const string Variable = "CLASSPATH";
    private const string SecondDirectory = "YARN_CONF_DIR";

    private static readonly string[] SiteFiles = ["core-site.xml", "yarn-site.xml"];

    /// <summary>An environment that names the directories of site files on the class path; the same one where there are none.</summary>
    /// <remarks>Two at most: that of Hadoop and that of YARN, where a site keeps them apart.</remarks>
    public static Func<string, string?> NameDirectories(Func<string, string?> environment)
    {
        var found = Directories(environment(Variable) ?? "");
        if (found.Count == 0)
            return environment;
        return name => name switch
        {
            YarnVariables.HadoopConfigurationDirectory => found[0],
            SecondDirectory => found.Count > 1 ? found[1] : null,
            _ => environment(name),
        };
    }

    private static List<string> Directories(string classPath)
    {
        var found = new List<string>();
        foreach (var entry in classPath.Split(':', StringSplitOptions.RemoveEmptyEntries))
        {
            var directory = Path.TrimEndingDirectorySeparator(entry);
            if (Path.IsPathRooted(directory) && !found.Contains(directory) && SiteFiles.Any(file => File.Exists(Path.Combine(directory, file))))
                found.Add(directory);
        }

        return found;
    }
}
