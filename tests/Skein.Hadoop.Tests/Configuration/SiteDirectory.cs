using Skein.Hadoop.Configuration;

namespace Skein.Hadoop.Tests.Configuration;

/// <summary>A temporary directory of site files, with an environment of its own.</summary>
public sealed class SiteDirectory : IDisposable
{
    private readonly DirectoryInfo _root = System.IO.Directory.CreateTempSubdirectory("skein-conf-");

    public Dictionary<string, string> Environment { get; } = [];

    public string Path => _root.FullName;

    public string? Variable(string name) => Environment.GetValueOrDefault(name);

    /// <summary>Writes a file and answers its path.</summary>
    public string Write(string name, string text)
    {
        var path = System.IO.Path.Combine(Path, name);
        System.IO.Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }

    public string WriteProperties(string name, params string[] properties) =>
        Write(name, $"<configuration>\n{string.Join("\n", properties)}\n</configuration>");

    public static string Property(string name, string value, string more = "") =>
        $"<property><name>{name}</name><value>{value}</value>{more}</property>";

    public HadoopConfiguration Load() => HadoopConfiguration.Load(Path, Variable);

    public void Dispose() => _root.Delete(recursive: true);
}
