using Skein.Cli.Driver;

namespace Skein.Cli.Tests.Driver;

public sealed class ClassPathTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("skein-class-path-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Directories_of_site_files_are_named_in_their_order()
    {
        var (hadoop, yarn) = (Site("hadoop", "core-site.xml"), Site("yarn", "yarn-site.xml"));
        var environment = NameDirectories($"/skein.jar:{_folder}:{hadoop}/:/missing/*:{yarn}:{hadoop}");
        Assert.Equal((hadoop, yarn, "kept"), (environment("HADOOP_CONF_DIR"), environment("YARN_CONF_DIR"), environment("OTHER")));
    }

    [Fact]
    public void One_directory_takes_the_environments_second_one_away()
    {
        var hadoop = Site("hadoop", "yarn-site.xml");
        var environment = NameDirectories($"/skein.jar:{hadoop}");
        Assert.Equal((hadoop, null), (environment("HADOOP_CONF_DIR"), environment("YARN_CONF_DIR")));
    }

    [Fact]
    public void Class_path_without_site_files_leaves_the_environment_alone() =>
        Assert.Equal("/set", NameDirectories($"/skein.jar::{_folder}")("HADOOP_CONF_DIR"));

    private static Func<string, string?> NameDirectories(string classPath) => ClassPath.NameDirectories(name => name switch
    {
        "CLASSPATH" => classPath,
        "HADOOP_CONF_DIR" or "YARN_CONF_DIR" => "/set",
        _ => "kept",
    });

    private string Site(string name, string file)
    {
        var directory = Directory.CreateDirectory(Path.Combine(_folder, name)).FullName;
        File.WriteAllText(Path.Combine(directory, file), "<configuration/>");
        return directory;
    }
}
