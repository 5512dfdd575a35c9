using Skein.Packer.Tests.EndToEnd;

namespace Skein.Packer.Tests.Unpacking;

/// <summary>The program in the archive, as people who know conda-pack use it: without a <c>skein</c> on the machine unless a test brings one.</summary>
public sealed class CondaUnpackTests(CondaEnvironments environments, UnpackedEnvironments packed) : IClassFixture<UnpackedEnvironments>
{
    private const string Program = "bin/conda-unpack";

    [Theory]
    [InlineData("""bash -c '. "$1/bin/activate" && conda-unpack' bash "$1" """)]
    [InlineData("""dash -c '. "$1/bin/activate" && conda-unpack' dash "$1" """)]
    [InlineData("""cd "$1" && bin/conda-unpack""")]
    [InlineData("""cd "$1/bin" && ./conda-unpack""")]
    [InlineData("""cd "$1/bin" && sh conda-unpack""")]
    [InlineData("""ln -s "$1/bin/conda-unpack" "$1/link" && "$1/link" """)]
    public async Task However_it_is_called_it_unpacks_the_environment_it_lies_in(string command)
    {
        using var tree = await UnpackAsync();
        await tree.OutputOfAsync("sh", "-ec", command, "sh", tree.Path);
        Assert.StartsWith($"#!{tree.Path}/bin/python", await tree.OutputOfAsync("cat", $"{tree.Path}/bin/demo-text"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-h", "usage: conda-unpack ")]
    [InlineData("--help", "usage: conda-unpack ")]
    [InlineData("--version", "conda-unpack ")]
    public async Task Help_and_version_need_no_interpreter_and_change_nothing(string option, string expected)
    {
        using var directory = new TemporaryDirectory();
        var unpacked = await packed.GetAsync("basic", Localization.Public);
        var result = await unpacked.RunAsync("env", "PATH=/nonexistent", "/bin/sh", $"{unpacked.Path}/{Program}", option);
        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.StartsWith(expected, result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SKEIN=", "another")]
    [InlineData("PATH=/usr/bin:/bin:", "skein")]
    public async Task A_skein_on_the_path_or_in_the_variable_does_the_work(string variable, string name)
    {
        using var directory = new TemporaryDirectory();
        var unpacked = await packed.GetAsync("basic", Localization.Public);
        var file = name == "skein" ? directory.Path : directory[name];
        Write(directory[name], "[ \"$2\" = --help ] || echo \"$@\"");
        var result = await Shell.RunAsync("env", [variable + file, $"{unpacked.Path}/{Program}", "-q", "--prefix", "/opt/x"]);
        Assert.Equal((0, $"unpack -q --prefix /opt/x -- {unpacked.Path}\n"), (result.ExitCode, result.Output));
    }

    [Fact]
    public async Task Another_program_called_skein_is_not_asked()
    {
        using var directory = new TemporaryDirectory();
        using var tree = await UnpackAsync();
        Write(directory["skein"], "echo unknown command; exit 1");
        var result = await Shell.RunAsync("env", [$"PATH=/usr/bin:/bin:{directory.Path}", $"{tree.Path}/{Program}"]);
        Assert.Equal((0, ""), (result.ExitCode, result.Output));
        Assert.Contains("Rewrote ", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_skein_and_without_Python_one_sentence_says_what_helps()
    {
        using var directory = new TemporaryDirectory();
        using var tree = await UnpackAsync();
        foreach (var tool in (string[])["dirname", "realpath"])
            File.CreateSymbolicLink(directory[tool], $"/usr/bin/{tool}");
        foreach (var python in Directory.GetFiles($"{tree.Path}/bin", "python*"))
            File.Delete(python);
        var result = await Shell.RunAsync("env", ["-i", $"PATH={directory.Path}", $"{tree.Path}/{Program}"]);
        Assert.Equal((1, ""), (result.ExitCode, result.Output));
        var line = Assert.Single(result.Errors.TrimEnd('\n').Split('\n'));
        Assert.StartsWith("Error: neither skein nor a Python", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_option_is_refused()
    {
        var unpacked = await packed.GetAsync("basic", Localization.Public);
        var result = await unpacked.RunAsync($"{unpacked.Path}/{Program}", "--unknown");
        Assert.Equal(2, result.ExitCode);
        Assert.Contains("--unknown", result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Both_names_of_a_hard_link_are_rewritten_and_stay_one_file(bool byProgram)
    {
        using var tree = await UnpackAsync("hardlink");
        if (byProgram)
            await tree.OutputOfAsync($"{tree.Path}/{Program}");
        else
            await EnvironmentUnpacker.UnpackAsync(new UnpackOptions { Directory = tree.Path }, static _ => null, TestContext.Current.CancellationToken);

        foreach (var name in (string[])["bin/hl-a", "bin/hl-b", "share/hl-c"])
        {
            Assert.StartsWith($"#!{tree.Path}/bin/python", await tree.OutputOfAsync("cat", $"{tree.Path}/{name}"), StringComparison.Ordinal);
            Assert.Equal("hard link", await tree.OutputOfAsync($"{tree.Path}/{name}"));
        }

        Assert.True(await IsOneFileAsync(tree, "bin/hl-a", "bin/hl-b"));
        Assert.True(await IsOneFileAsync(tree, "share/same-a", "etc/same-c"));
    }

    private static async Task<bool> IsOneFileAsync(UnpackedArchive tree, string first, string second) =>
        (await tree.RunAsync("test", $"{tree.Path}/{first}", "-ef", $"{tree.Path}/{second}")).ExitCode == 0;

    private static void Write(string path, string script)
    {
        File.WriteAllText(path, $"#!/bin/sh\n{script}\n");
        File.SetUnixFileMode(path, (UnixFileMode)0x1ed);
    }

    // One to write in; the fixture's are for all.
    private async Task<UnpackedArchive> UnpackAsync(string variant = "basic")
    {
        using var directory = new TemporaryDirectory();
        var options = new PackOptions { Prefix = await environments.PrefixAsync(variant), Output = directory["a.tar.gz"] };
        await EnvironmentPacker.PackAsync(options, null, TestContext.Current.CancellationToken);
        return await UnpackedArchive.CreateAsync(options.Output, parent: "at");
    }
}
