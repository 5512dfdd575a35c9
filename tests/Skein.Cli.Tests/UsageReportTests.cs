using System.Text.Json;

namespace Skein.Cli.Tests;

public sealed class UsageReportTests
{
    private readonly StringWriter _output = new() { NewLine = "\n" };
    private readonly StringWriter _error = new() { NewLine = "\n" };

    [Theory]
    [InlineData("Did you mean 'pack' instead of 'pakc'?\nSee 'skein --help'.", "pakc", "-p", "env")]
    [InlineData("Did you mean 'status' instead of 'stauts'?\nSee 'skein --help'.", "stauts", "application_1_0001")]
    [InlineData("Did you mean 'ls' instead of 'lss'?\nSee 'skein application --help'.", "application", "lss")]
    [InlineData("Did you mean '--prefix' instead of '--prefx'?\nSee 'skein pack --help'.", "pack", "--prefx", "env")]
    [InlineData("Did you mean '--output' instead of '--ouput'?\nSee 'skein pack --help'.", "pack", "--ouput=a.tar.gz")]
    [InlineData("Did you mean '--verbose' instead of '--verbse'?\nSee 'skein pack --help'.", "pack", "--verbse")]
    public async Task What_is_mistyped_is_answered_with_what_is_near(string expected, params string[] arguments)
    {
        Assert.Equal(2, await RunAsync(arguments));
        Assert.StartsWith("Error: ", _error.ToString(), StringComparison.Ordinal);
        Assert.EndsWith($".\n{expected}\n", _error.ToString(), StringComparison.Ordinal);
        Assert.Equal("", _output.ToString());
    }

    [Theory]
    [InlineData("frobnicate")]
    [InlineData("x")]
    [InlineData("amm")]
    [InlineData("pack", "--frobnicate")]
    [InlineData("pack", "stray")]
    public async Task Nothing_is_guessed_where_nothing_is_near(params string[] arguments)
    {
        Assert.Equal(2, await RunAsync(arguments));
        Assert.DoesNotContain("Did you mean", _error.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("none of conda", "--kind", "bogus")]
    [InlineData("stray", "stray")]
    [InlineData("give --output a file", "--output", "-")]
    [InlineData("give one of them", "--ignore-editable-packages", "--editable", "include")]
    public async Task Wrong_usage_of_pack_is_told_in_JSON_where_that_is_asked_for(string expected, params string[] arguments)
    {
        Assert.Equal(2, await RunAsync(["pack", "--json", .. arguments]));
        Assert.Contains(expected, _error.ToString(), StringComparison.Ordinal);
        using var document = JsonDocument.Parse(_output.ToString());
        var problem = Assert.Single(document.RootElement.GetProperty("problems").EnumerateArray());
        Assert.Contains(expected, problem.GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(0, problem.GetProperty("details").GetArrayLength());
    }

    private Task<int> RunAsync(params string[] arguments) => SkeinCommandLine.RunAsync(arguments, new CommandContext
    {
        Output = _output,
        Error = _error,
        Input = () => Stream.Null,
        RawOutput = () => Stream.Null,
        Environment = static _ => null,
    });
}
