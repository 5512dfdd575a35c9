using System.Text;
using Skein.Packer.Activation;
using Skein.Packer.Relocation;
using Skein.Packer.Tests.EndToEnd;

namespace Skein.Packer.Tests.Activation;

public sealed class EnvironmentVariablesTests
{
    private static readonly InstalledPrefix Prefix = new("/opt/env");

    [Fact]
    public void The_user_has_the_last_word_and_names_no_shell_knows_are_told()
    {
        using var directory = new TemporaryDirectory();
        Directory.CreateDirectory(directory["conda-meta"]);
        Directory.CreateDirectory(directory["etc/conda/env_vars.d"]);
        File.WriteAllText(directory["etc/conda/env_vars.d/b.json"], """{"A": "package", "B": "package", "C": 1}""");
        File.WriteAllText(directory["etc/conda/env_vars.d/c.json"], "{ nonsense");
        File.WriteAllText(directory["conda-meta/state"], """{"env_vars": {"A": "user", "B": "***unset***", "x; rm": "1"}}""");
        var warnings = new List<string>();
        var variables = EnvironmentVariables.Read(directory.Path, warnings);
        Assert.Equal([new EnvironmentVariable("A", "user"), new EnvironmentVariable("B", null)], variables);
        Assert.Equal(3, warnings.Count);
    }

    [Theory]
    [InlineData("plain")]
    [InlineData("it's $HOME `x` \\ \"q\" !")]
    [InlineData("")]
    [InlineData("/opt/env/share:/opt/env")]
    public async Task Values_reach_the_shell_as_they_are(string value)
    {
        var word = ShellQuoting.Posix(value, Prefix);
        var output = await Shell.OutputOfAsync("sh", ["-c", $"CONDA_PREFIX='/a b'; printf %s {word}"]);
        Assert.Equal(value.Replace("/opt/env", "/a b"), output);
    }

    [Fact]
    public async Task Every_script_is_whole_and_its_syntax_is_valid()
    {
        var scripts = ActivationScripts.Create(EnvironmentKind.Conda, [new EnvironmentVariable("A", "it's"), new EnvironmentVariable("B", null)], Prefix, 0);
        Assert.Equal(5, scripts.Count);
        foreach (var script in scripts)
        {
            var text = Encoding.UTF8.GetString(script.Content!);
            Assert.DoesNotContain("@variables@", text, StringComparison.Ordinal);
            Assert.DoesNotContain("@restore@", text, StringComparison.Ordinal);
            Assert.Contains("_SKEIN_OLD_A", text, StringComparison.Ordinal);
            if (!script.Path.Contains('.'))
                await Shell.OutputOfAsync("sh", ["-n", "-c", text]);
        }
    }
}
