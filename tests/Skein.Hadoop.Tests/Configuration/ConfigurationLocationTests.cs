using Skein.Hadoop.Configuration;
using static Skein.Hadoop.Tests.Configuration.SiteDirectory;

namespace Skein.Hadoop.Tests.Configuration;

public sealed class ConfigurationLocationTests : IDisposable
{
    private readonly SiteDirectory _first = new();
    private readonly SiteDirectory _second = new();

    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
    }

    [Fact]
    public void A_named_directory_is_the_only_one_read()
    {
        _first.WriteProperties("core-site.xml", Property("a", "named"));
        _second.WriteProperties("yarn-site.xml", Property("a", "environment"));
        _first.Environment["YARN_CONF_DIR"] = _second.Path;

        var configuration = HadoopConfiguration.Load(_first.Path + "/", _first.Variable);

        Assert.Equal("named", configuration.Get("a"));
        Assert.Equal(_first.Path, configuration.Directory);
    }

    [Fact]
    public void A_named_directory_that_is_missing_is_an_error_that_names_it()
    {
        var missing = Path.Combine(_first.Path, "missing");
        var fault = Assert.Throws<HadoopConfigurationException>(() => HadoopConfiguration.Load(missing, _first.Variable));
        Assert.StartsWith(missing + ":", fault.Message);
    }

    [Fact]
    public void A_named_directory_without_site_files_is_an_error_that_names_it()
    {
        var fault = Assert.Throws<HadoopConfigurationException>(() => HadoopConfiguration.Load(_first.Path, _first.Variable));
        Assert.StartsWith(_first.Path + ":", fault.Message);
    }

    [Theory]
    [InlineData("HADOOP_CONF_DIR")]
    [InlineData("YARN_CONF_DIR")]
    public void A_missing_directory_of_the_environment_is_an_error_that_names_the_variable(string variable)
    {
        _first.Environment[variable] = Path.Combine(_first.Path, "missing");
        var fault = Assert.Throws<HadoopConfigurationException>(() => HadoopConfiguration.Load(null, _first.Variable));
        Assert.Contains(variable, fault.Message);
    }

    [Fact]
    public void The_YARN_directory_adds_to_the_Hadoop_directory()
    {
        _first.WriteProperties("core-site.xml", Property("a", "hadoop"));
        _first.WriteProperties("yarn-site.xml", Property("b", "hadoop"));
        _second.WriteProperties("yarn-site.xml", Property("b", "yarn"));
        _first.Environment["HADOOP_CONF_DIR"] = _first.Path;
        _first.Environment["YARN_CONF_DIR"] = _second.Path;

        var configuration = HadoopConfiguration.Load(null, _first.Variable);

        Assert.Equal("hadoop", configuration.Get("a"));
        Assert.Equal("yarn", configuration.Get("b"));
        Assert.Equal(3, configuration.Files.Count);
    }

    [Fact]
    public void The_same_directory_in_both_variables_is_read_once()
    {
        _first.WriteProperties("core-site.xml", Property("a", "1"));
        _first.Environment["HADOOP_CONF_DIR"] = _first.Path;
        _first.Environment["YARN_CONF_DIR"] = _first.Path + "/";
        Assert.Single(HadoopConfiguration.Load(null, _first.Variable).Files);
    }

    [Fact]
    public void The_distribution_is_looked_into_where_no_directory_is_named()
    {
        _first.WriteProperties("etc/hadoop/core-site.xml", Property("a", "distribution"));
        _first.Environment["HADOOP_HOME"] = _first.Path;
        _first.Environment["HADOOP_CONF_DIR"] = "";
        Assert.Equal("distribution", HadoopConfiguration.Load(null, _first.Variable).Get("a"));
    }

    [Fact]
    public void The_system_directory_comes_last()
    {
        Assert.Equal(["/etc/hadoop/conf"], ConfigurationLocations.Find(null, _first.Variable, static _ => true));
        _first.Environment["HADOOP_HOME"] = "/opt/hadoop";
        Assert.Equal(["/opt/hadoop/etc/hadoop"], ConfigurationLocations.Find(null, _first.Variable, static _ => true));
        Assert.Empty(ConfigurationLocations.Find(null, _first.Variable, static _ => false));
    }

    [Fact]
    public void A_distribution_that_configures_nothing_counts_as_not_found()
    {
        _first.Write("etc/hadoop/core-site.xml", "<configuration/>");
        _first.Environment["HADOOP_HOME"] = _first.Path;

        var configuration = HadoopConfiguration.Load(null, _first.Variable);

        Assert.False(configuration.IsFound);
        Assert.Equal("file:///", configuration.Get(ConfigurationKeys.DefaultFileSystem));
        Assert.Equal("Hadoop's default", configuration.SourceOf(ConfigurationKeys.DefaultFileSystem));
    }
}
