using Skein.Packer.Environments;
using Skein.Packer.Tests.EndToEnd;

namespace Skein.Packer.Tests.Environments;

public sealed class EnvironmentReaderTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly Dictionary<string, string> _variables = [];

    [Theory]
    [InlineData("conda-meta/history", EnvironmentKind.Conda)]
    [InlineData("pyvenv.cfg", EnvironmentKind.Venv)]
    [InlineData("app.runtimeconfig.json", EnvironmentKind.DotNet)]
    [InlineData("app.deps.json", EnvironmentKind.DotNet)]
    public void The_kind_is_found_out_from_the_file_that_marks_it(string mark, EnvironmentKind expected)
    {
        Write($"it/{mark}");
        Assert.Equal(expected, Read(new PackOptions { Prefix = _directory["it"] }).Kind);
        Assert.Equal(EnvironmentKind.Folder, Read(new PackOptions { Prefix = _directory["it"], Kind = EnvironmentKind.Folder }).Kind);
    }

    [Fact]
    public void A_directory_of_no_kind_is_refused_with_what_was_looked_for()
    {
        Write("it/readme.txt");
        var message = Refusal(new PackOptions { Prefix = _directory["it"] });
        foreach (var word in (string[])["conda-meta", "pyvenv.cfg", "runtimeconfig.json", "--kind folder"])
            Assert.Contains(word, message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(EnvironmentKind.Conda, "conda-meta")]
    [InlineData(EnvironmentKind.Venv, "pyvenv.cfg")]
    [InlineData(EnvironmentKind.DotNet, "dotnet publish")]
    public void A_kind_that_does_not_fit_is_refused(EnvironmentKind kind, string expected)
    {
        Write("it/readme.txt");
        Assert.Contains(expected, Refusal(new PackOptions { Prefix = _directory["it"], Kind = kind }), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_directory_is_refused_for_what_it_is()
    {
        Write("file");
        Assert.Contains("is a file", Refusal(new PackOptions { Prefix = _directory["file"] }), StringComparison.Ordinal);
        Assert.Contains("does not exist", Refusal(new PackOptions { Prefix = _directory["missing"] }), StringComparison.Ordinal);
        Assert.Contains("is empty", Refusal(new PackOptions { Prefix = "" }), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_name_and_prefix_the_active_environment_is_meant()
    {
        Assert.Contains("CONDA_PREFIX", Refusal(new PackOptions()), StringComparison.Ordinal);
        Write("venv/pyvenv.cfg");
        Write("conda/conda-meta/history");
        _variables["VIRTUAL_ENV"] = _directory["venv"];
        Assert.Equal(_directory["venv"], Read(new PackOptions()).Root);
        Assert.Contains("No environment is active", Refusal(new PackOptions { Kind = EnvironmentKind.Conda }), StringComparison.Ordinal);
        _variables["CONDA_PREFIX"] = _directory["conda"] + "/";
        Assert.Equal(_directory["conda"], Read(new PackOptions { Kind = EnvironmentKind.Conda }).Root);
        Assert.Equal(_directory["venv"], Read(new PackOptions { Kind = EnvironmentKind.Venv }).Root);
        Assert.Contains("--prefix", Refusal(new PackOptions { Kind = EnvironmentKind.Folder }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("venv/bin conda/bin", "venv")]
    [InlineData("venv/bin/ conda/condabin", "venv")]
    [InlineData("conda/bin venv/bin", "conda")]
    [InlineData("other venv/bin", "venv")]
    [InlineData("other conda/bin", "conda")]
    public void Of_two_active_environments_the_one_is_meant_that_comes_first_on_PATH(string path, string expected)
    {
        ActivateTwo(path);
        var source = Read(new PackOptions());
        Assert.Equal(_directory[expected], source.Root);
        Assert.DoesNotContain(source.Warnings, static warning => warning.Contains("Two environments", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("other venv")]
    [InlineData(null)]
    public void A_choice_between_two_active_environments_that_PATH_does_not_make_is_told(string? path)
    {
        ActivateTwo(path);
        var source = Read(new PackOptions());
        Assert.Equal(_directory["conda"], source.Root);
        Assert.Equal(
            $"Two environments are active, '{_directory["conda"]}' (CONDA_PREFIX) and '{_directory["venv"]}' (VIRTUAL_ENV), and PATH leads to neither; the first is packed, give --prefix for the other",
            source.Warnings[0]);
        Assert.Empty(Read(new PackOptions { Kind = EnvironmentKind.Conda }).Warnings);
    }

    [Fact]
    public void The_only_environment_of_a_pixi_project_is_meant_by_the_project()
    {
        Write("project/.pixi/envs/default/conda-meta/history");
        Assert.Equal(_directory["project/.pixi/envs/default"], Read(new PackOptions { Prefix = _directory["project"] }).Root);
        Assert.Equal(_directory["project"], Read(new PackOptions { Prefix = _directory["project"], Kind = EnvironmentKind.Folder }).Root);

        Write("project/.pixi/envs/test/conda-meta/history");
        var error = Assert.Throws<PackException>(() => Read(new PackOptions { Prefix = _directory["project"] }));
        Assert.Equal([_directory["project/.pixi/envs/default"], _directory["project/.pixi/envs/test"]], error.Details);
    }

    [Fact]
    public async Task What_can_not_be_packed_is_not_also_called_missing()
    {
        Write("it/conda-meta/a.json", """{"name": "a", "version": "1", "files": ["share/pipe", "share/missing"]}""");
        Write("it/share/other");
        await Shell.OutputOfAsync("mkfifo", [_directory["it/share/pipe"]]);
        var source = Read(new PackOptions { Prefix = _directory["it"] });
        Assert.Equal(["a 1: share/missing"], Assert.Single(source.Problems).Details);
        Assert.Equal("share/pipe", Assert.Single(source.Unpackable).Path);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void An_environment_that_a_script_names_was_not_moved(bool isNamed)
    {
        Write("it/conda-meta/a.json", """
            {"name": "a", "version": "1", "paths_data": {"paths": [{"_path": "share/text", "prefix_placeholder": "/placeholder", "file_mode": "text"}]}}
            """);
        Write("it/share/text", "of another place");
        Write("it/bin/tool", $"#!{(isNamed ? _directory["it"] : "/opt/elsewhere")}/bin/python\n");
        var warnings = Read(new PackOptions { Prefix = _directory["it"] }).Warnings;
        if (isNamed)
            Assert.Empty(warnings);
        else
            Assert.StartsWith("Neither scripts in bin nor ", Assert.Single(warnings), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("app.deps.json", null)]
    [InlineData("readme.txt", EnvironmentKind.Folder)]
    public void What_names_no_place_has_no_destination_and_no_Python(string mark, EnvironmentKind? kind)
    {
        Write($"it/{mark}");
        var options = new PackOptions { Prefix = _directory["it"], Kind = kind };
        Assert.Contains("destination", Refusal(options with { DestinationPrefix = "/opt/it" }), StringComparison.Ordinal);
        Assert.Contains("--include-python", Refusal(options with { IncludePython = true }), StringComparison.Ordinal);
    }

    [Fact]
    public void Only_conda_environments_have_names() =>
        Assert.Contains("--prefix", Refusal(new PackOptions { Name = "spark", Kind = EnvironmentKind.Venv }), StringComparison.Ordinal);

    [Fact]
    public void All_problems_of_an_environment_are_found_together()
    {
        Write("it/conda-meta/a.json", """{"name": "a", "version": "1", "files": ["share/missing"]}""");
        Write("it/conda-meta/broken.json", "{");
        Write("it/conda-meta/nameless.json", "{}");
        Write("it/conda-meta/python-3.11.json", """{"name": "python", "version": "3.11.4", "files": []}""");
        Write("it/conda-meta/python-3.12.json", """{"name": "python", "version": "3.12.1", "files": []}""");
        Write("it/lib/python3.11/site-packages/lib-1.0.dist-info/direct_url.json", """{"url": "file:///src/lib", "dir_info": {"editable": true}}""");
        var problems = Read(new PackOptions { Prefix = _directory["it"] }).Problems;
        Assert.Contains(problems, static problem => problem.Message.Contains("broken.json", StringComparison.Ordinal));
        Assert.Contains(problems, static problem => problem.Message.Contains("nameless.json", StringComparison.Ordinal));
        Assert.Contains(problems, static problem => problem.Details.SequenceEqual(["python 3.11.4", "python 3.12.1"]));
        Assert.Contains(problems, static problem => problem.Details.SequenceEqual(["a 1: share/missing"]));
        Assert.Contains(problems, static problem => problem.Details.SequenceEqual(["lib (/src/lib)"]));
        Assert.Equal(5, problems.Count);
    }

    [Fact]
    public void An_environment_whose_record_of_Python_is_missing_is_checked_all_the_same()
    {
        Write("it/conda-meta/history");
        Write("it/lib/python3.11/site-packages/lib.egg-link", "/src/lib\n../\n");
        Assert.Equal(["lib (/src/lib)"], Assert.Single(Read(new PackOptions { Prefix = _directory["it"] }).Problems).Details);
    }

    [Fact]
    public void Files_of_two_packages_are_told_with_both_names()
    {
        foreach (var name in (string[])["one", "two"])
            Write($"it/conda-meta/{name}.json", $$"""{"name": "{{name}}", "version": "1", "files": ["share/a", "share/b", "share/c", "share/d", "share/{{name}}"]}""");
        foreach (var file in (string[])["a", "b", "c", "d", "one", "two"])
            Write($"it/share/{file}");
        var source = Read(new PackOptions { Prefix = _directory["it"] });
        var warning = Assert.Single(source.Warnings);
        Assert.Contains("'share/a' (one 1 and two 1)", warning, StringComparison.Ordinal);
        Assert.EndsWith("'share/c' (one 1 and two 1) and 1 more", warning, StringComparison.Ordinal);
        Assert.Single(source.Files, static file => file.Path == "share/a");
    }

    [Fact]
    public void Records_of_pixi_have_no_link_and_no_history()
    {
        Write(
            "it/conda-meta/demo-1-0.json",
            """{"name": "demo", "version": "1", "link": null, "files": ["etc/demo.cfg"], "paths_data": {"paths": [{"_path": "etc/demo.cfg", "prefix_placeholder": "/placeholder", "file_mode": "text"}]}}""");
        Write("it/etc/demo.cfg", $"here = {_directory["it"]}\n");
        Write("it/etc/own.cfg");
        var source = Read(new PackOptions { Prefix = _directory["it"] });
        Assert.Empty(source.Problems);
        Assert.Empty(source.Warnings);
        Assert.Equal("demo 1", source.Files.Single(static file => file.Path == "etc/demo.cfg").Package);
        Assert.Null(source.Files.Single(static file => file.Path == "etc/own.cfg").Package);
    }

    public void Dispose() => _directory.Dispose();

    private void ActivateTwo(string? path)
    {
        Write("venv/pyvenv.cfg");
        Write("conda/conda-meta/history");
        _variables["VIRTUAL_ENV"] = _directory["venv"];
        _variables["CONDA_PREFIX"] = _directory["conda"];
        if (path != null)
            _variables["PATH"] = string.Join(':', path.Split(' ').Select(part => _directory[part]));
    }

    private PackSource Read(PackOptions options) =>
        new EnvironmentReader(name => _variables.GetValueOrDefault(name)).Read(options, TestContext.Current.CancellationToken);

    private string Refusal(PackOptions options) => Assert.Throws<PackException>(() => Read(options)).Message;

    private void Write(string path, string text = "")
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_directory[path])!);
        File.WriteAllText(_directory[path], text);
    }
}
