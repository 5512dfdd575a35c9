using Skein.Packer.Environments;
using Skein.Packer.Tests.EndToEnd;

namespace Skein.Packer.Tests.Environments;

public sealed class CondaDiscoveryTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly Dictionary<string, string> _variables = [];

    public CondaDiscoveryTests() => _variables["HOME"] = _directory["home"];

    private CondaDiscovery Discovery => new(name => _variables.GetValueOrDefault(name));

    [Fact]
    public void An_environment_is_found_where_conda_registered_it()
    {
        var prefix = Make("far/away/spark");
        Directory.CreateDirectory(_directory["home/.conda"]);
        File.WriteAllText(_directory["home/.conda/environments.txt"], $"{_directory["gone/spark"]}\n{prefix}\n\n");
        Assert.Equal(prefix, Discovery.FindByName("spark"));
    }

    [Theory]
    [InlineData("CONDA_ENVS_PATH", "one:two", "two/spark")]
    [InlineData("CONDA_ROOT", "conda", "conda/envs/spark")]
    [InlineData("CONDA_PREFIX", "conda", "conda/envs/spark")]
    [InlineData("CONDA_PREFIX", "conda/envs/other", "conda/envs/spark")]
    [InlineData("MAMBA_ROOT_PREFIX", "mamba", "mamba/envs/spark")]
    public void An_environment_is_found_by_what_variables_say(string variable, string value, string place)
    {
        var prefix = Make(place);
        _variables[variable] = string.Join(':', value.Split(':').Select(part => _directory[part]));
        Assert.Equal(prefix, Discovery.FindByName("spark"));
    }

    [Fact]
    public void The_base_environment_is_the_installation_whatever_its_directory_is_called()
    {
        var root = Make("miniconda3");
        _variables["CONDA_PREFIX"] = Make("miniconda3/envs/spark");
        Assert.Equal(root, Discovery.FindByName("base"));
    }

    [Fact]
    public void Two_environments_of_one_name_are_both_named()
    {
        var first = Make("one/spark");
        var second = Make("two/spark");
        _variables["CONDA_ENVS_PATH"] = $"{_directory["one"]}:{_directory["two"]}";
        Assert.Equal([first, second], Assert.Throws<PackException>(() => Discovery.FindByName("spark")).Details);
    }

    [Theory]
    [InlineData("unknown")]
    [InlineData("../spark")]
    [InlineData("")]
    public void A_name_nobody_has_is_refused(string name)
    {
        Make("spark");
        Assert.Throws<PackException>(() => Discovery.FindByName(name));
    }

    public void Dispose() => _directory.Dispose();

    private string Make(string place)
    {
        Directory.CreateDirectory(_directory[$"{place}/conda-meta"]);
        return _directory[place];
    }
}
