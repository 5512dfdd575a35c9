namespace Skein.ApplicationMaster.Tests;

public sealed class ApplicationMasterEnvironmentTests
{
    private readonly Dictionary<string, string> _variables = new()
    {
        ["CONTAINER_ID"] = "container_e03_1700000000000_0042_02_000001",
        ["NM_HOST"] = "node1",
        ["LOG_DIRS"] = "/logs/a,/logs/b",
        ["USER"] = "alice",
    };

    [Fact]
    public void What_YARN_sets_is_read()
    {
        var environment = Read();
        Assert.Equal(2, environment.Attempt);
        Assert.Equal(
            ("application_1700000000000_0042", "node1", "/logs/a", "alice"),
            (environment.ApplicationId, environment.NodeHost, environment.LogDirectory, environment.User));
        Assert.Null(environment.TokenFile);
    }

    [Theory]
    [InlineData("/elsewhere/application_1700000000000_0042", "/elsewhere/application_1700000000000_0042")]
    [InlineData(null, "/proxy/application_1700000000000_0042")]
    public void The_path_of_the_web_pages_is_the_one_YARN_names_or_its_usual_one(string? set, string expected)
    {
        if (set is not null)
            _variables["APPLICATION_WEB_PROXY_BASE"] = set;
        Assert.Equal(expected, Read().WebProxyBase);
    }

    [Fact]
    public void The_user_named_for_simple_authentication_counts_first()
    {
        _variables["HADOOP_USER_NAME"] = "bob";
        Assert.Equal("bob", Read().User);
    }

    [Theory]
    [InlineData("CONTAINER_ID")]
    [InlineData("NM_HOST")]
    [InlineData("LOG_DIRS")]
    [InlineData("USER")]
    public void A_missing_variable_is_named(string name)
    {
        _variables.Remove(name);
        Assert.Contains(name, Assert.Throws<InvalidDataException>(Read).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_malformed_container_id_is_refused()
    {
        _variables["CONTAINER_ID"] = "container_x";
        Assert.Contains("container_x", Assert.Throws<InvalidDataException>(Read).Message, StringComparison.Ordinal);
    }

    private ApplicationMasterEnvironment Read() => ApplicationMasterEnvironment.Read(name => _variables.GetValueOrDefault(name));
}
