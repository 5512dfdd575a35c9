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
    [InlineData("CONDA_ENVS_DIRS", "one", "one/spark")]
    [InlineData("NOTHING", "", "home/micromamba/envs/spark")]
    [InlineData("NOTHING", "", "home/.local/share/mamba/envs/spark")]
    [InlineData("NOTHING", "", "home/.conda/envs/spark")]
    public void An_environment_is_found_by_what_variables_say(string variable, string value, string place)
    {
        var prefix = Make(place);
        _variables[variable] = string.Join(':', value.Split(':').Select(part => _directory[part]));
        Assert.Equal(prefix, Discovery.FindByName("spark"));
    }

    [Theory]
    [InlineData("CONDA_EXE", "conda/bin/conda")]
    [InlineData("CONDA_EXE", "conda/condabin/conda")]
    [InlineData("MAMBA_EXE", "conda/bin/mamba")]
    public void The_place_of_the_program_tells_that_of_the_installation(string variable, string program)
    {
        var root = Make("conda");
        var prefix = Make("conda/envs/spark");
        _variables[variable] = _directory[program];
        Assert.Equal(prefix, Discovery.FindByName("spark"));
        Assert.Equal(root, Discovery.FindByName("base"));
    }

    [Theory]
    [InlineData("home/.condarc")]
    [InlineData("home/.mambarc")]
    [InlineData("home/.conda/.condarc")]
    [InlineData("home/.config/conda/.condarc")]
    [InlineData("conda/.condarc")]
    [InlineData("named.yml")]
    public void An_environment_is_found_in_the_directories_of_a_configuration_file(string file)
    {
        _variables["CONDA_ROOT"] = Make("conda");
        _variables["CONDARC"] = _directory["named.yml"];
        _variables["PLACE"] = _directory["by/variable"];
        Directory.CreateDirectory(Path.GetDirectoryName(_directory[file])!);
        File.WriteAllText(_directory[file], $"envs_dirs:\n  - ~/mine\n  - ${{PLACE}}/envs\n  - {_directory["plain"]}\n");
        Assert.Equal(Make("home/mine/one"), Discovery.FindByName("one"));
        Assert.Equal(Make("by/variable/envs/two"), Discovery.FindByName("two"));
        Assert.Equal(Make("plain/three"), Discovery.FindByName("three"));
    }

    [Fact]
    public void The_installation_in_the_home_directory_is_the_base_only_if_no_other_is_known()
    {
        var home = Make("home/micromamba");
        Assert.Equal(home, Discovery.FindByName("base"));
        _variables["CONDA_ROOT"] = Make("conda");
        Assert.Equal(_directory["conda"], Discovery.FindByName("base"));
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
