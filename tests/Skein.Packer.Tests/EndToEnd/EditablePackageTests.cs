using Skein.Packer.Unpacking;

namespace Skein.Packer.Tests.EndToEnd;

public sealed class EditablePackageTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private PackOptions Options => new() { Prefix = _directory["venv"], Output = _directory["a.tar.gz"] };

    private string Site => VirtualEnvironments.Site(_directory["venv"]);

    [Fact]
    public async Task What_is_installed_for_development_is_refused_by_name_in_every_form()
    {
        await MakeAllAsync();
        Write($"{Site}/lonely.pth", $"# a comment\n{_directory["elsewhere"]}\nimport os\n./tool\n");
        Write($"{_directory["elsewhere"]}/lonely.py", "");
        Write($"{Site}/dead.pth", "/nonexistent/place\n");
        var plan = await EnvironmentPacker.PlanAsync(Options, Cancellation);

        Assert.Equal(
            [
                $"direct ({_directory["direct"]})", $"finder ({_directory["finder"]})", $"linked ({_directory["linked"]})",
                $"redirected ({_directory["redirected"]})",
            ],
            plan.Problems[0].Details);
        Assert.Equal([$"{Relative(Site)}/lonely.pth: {_directory["elsewhere"]}"], plan.Problems[1].Details);
        Assert.Equal(2, plan.Problems.Count);
        Assert.Contains(plan.Warnings, static warning => warning.Contains("/nonexistent/place", StringComparison.Ordinal));

        plan = await EnvironmentPacker.PlanAsync(Options with { EditablePackages = EditablePolicy.Ignore }, Cancellation);
        Assert.Empty(plan.Problems);
    }

    [Fact]
    public async Task Included_packages_are_importable_where_their_projects_are_not()
    {
        await MakeAllAsync();
        Write($"{Site}/mixed.pth", $"{_directory["elsewhere"]}\nimport sys; sys.mixed = 1\n");
        Write($"{_directory["elsewhere"]}/lonely.py", "where = __file__\n");
        Write($"{_directory["elsewhere"]}/space/part/__init__.py", "where = __file__\n");
        await EnvironmentPacker.PackAsync(Options with { EditablePackages = EditablePolicy.Include }, null, Cancellation);
        foreach (var project in (string[])["direct", "finder", "linked", "redirected", "elsewhere", "venv"])
            Directory.Delete(_directory[project], recursive: true);
        using var unpacked = await UnpackedArchive.CreateAsync(Options.Output!);

        const string Check = """
            import sys, importlib, importlib.metadata
            for name in 'direct direct.inner single finder finder_module finder_space.part linked redirected lonely space.part'.split():
                module = importlib.import_module(name)
                assert module.__file__.startswith(sys.prefix + '/lib/'), (name, module.__file__)
            assert open(sys.prefix + '/lib/' + sys.argv[1] + '/site-packages/direct/data.txt').read() == 'data'
            assert sys.mixed == 1
            assert all(importlib.metadata.version(name) == '1.0' for name in ('direct', 'finder', 'linked', 'redirected'))
            try:
                import tests
                raise SystemExit('tests were packed')
            except ImportError:
                pass
            """;
        var python = Path.GetFileName(Directory.GetDirectories($"{unpacked.Path}/lib").Single());
        await unpacked.OutputOfAsync($"{unpacked.Path}/bin/python", "-c", Check, python);
        // The state of unpacking tells the place of the installation, where packed files still name it.
        var names = (await Archive.MembersAsync(Options.Output!)).Where(member => member.Value.Text.Contains(_directory.Path, StringComparison.Ordinal));
        Assert.DoesNotContain(names, static member => member.Key != RelocationState.Path);
    }

    [Fact]
    public async Task What_can_not_be_followed_is_named_in_one_problem()
    {
        await VirtualEnvironments.MakeAsync("/usr/bin/python3", _directory["venv"]);
        Metadata("lost", _directory["lost"]);
        Metadata("gone", _directory["gone"]);
        Write($"{Site}/__editable__.gone-1.0.pth", "import __editable___gone_finder; __editable___gone_finder.install()\n");
        Write($"{Site}/__editable___gone_finder.py", $$"""MAPPING: dict[str, str] = {'gone': '{{_directory["gone"]}}/gone'}""");
        var plan = await EnvironmentPacker.PlanAsync(Options with { EditablePackages = EditablePolicy.Include }, Cancellation);
        var problem = Assert.Single(plan.Problems);
        Assert.Equal(
            [$"gone: '{_directory["gone"]}/gone' does not exist", $"lost ({_directory["lost"]}): nothing in '{Relative(Site)}' tells where its modules are"],
            problem.Details);
    }

    [Fact]
    public async Task Sources_inside_the_environment_come_along()
    {
        await VirtualEnvironments.MakeAsync("/usr/bin/python3", _directory["venv"]);
        Metadata("inside", _directory["venv/src/inside"]);
        Write(_directory["venv/src/inside/inside.py"], "");
        Write($"{Site}/inside.pth", _directory["venv/src/inside"]);
        await EnvironmentPacker.PackAsync(Options, null, Cancellation);
        using var unpacked = await UnpackedArchive.CreateAsync(Options.Output!);
        Directory.Delete(_directory["venv"], recursive: true);
        await unpacked.OutputOfAsync($"{unpacked.Path}/bin/python", "-c", "import inside");
    }

    [Fact]
    public async Task A_finder_that_names_a_place_inside_the_environment_is_refused_or_followed()
    {
        await VirtualEnvironments.MakeAsync("/usr/bin/python3", _directory["venv"]);
        Metadata("inside", _directory["venv/src/inside"]);
        Write(_directory["venv/src/inside/inside.py"], "");
        Write($"{Site}/inside.pth", "import __editable___inside_finder; __editable___inside_finder.install()");
        Write($"{Site}/__editable___inside_finder.py", $"MAPPING = {{'inside': '{_directory["venv/src/inside/inside.py"]}'}}");
        Assert.Single((await EnvironmentPacker.PlanAsync(Options, Cancellation)).Problems);
        var plan = await EnvironmentPacker.PlanAsync(Options with { EditablePackages = EditablePolicy.Include }, Cancellation);
        Assert.Empty(plan.Problems);
        Assert.Contains(plan.Entries, entry => entry.Path == $"{Relative(Site)}/inside.py");
    }

    [Fact]
    public async Task A_project_that_a_link_leads_to_is_known_by_both_its_names()
    {
        await VirtualEnvironments.MakeAsync("/usr/bin/python3", _directory["venv"]);
        Write(_directory["real/linked.py"], "");
        Directory.CreateSymbolicLink(_directory["link"], _directory["real"]);
        Metadata("linked", _directory["link"]);
        Write($"{Site}/linked.pth", _directory["real"]);
        Assert.Equal([$"linked ({_directory["link"]})"], Assert.Single((await EnvironmentPacker.PlanAsync(Options, Cancellation)).Problems).Details);
    }

    [Fact]
    public async Task A_module_the_environment_has_is_not_replaced_by_that_of_a_project()
    {
        await VirtualEnvironments.MakeAsync("/usr/bin/python3", _directory["venv"]);
        Write($"{_directory["elsewhere"]}/tool/__init__.py", "raise SystemExit('the wrong one')\n");
        Write($"{Site}/elsewhere.pth", _directory["elsewhere"]);
        await EnvironmentPacker.PackAsync(Options with { EditablePackages = EditablePolicy.Include }, null, Cancellation);
        var members = await Archive.MembersAsync(Options.Output!);
        Assert.StartsWith("import sys", members[$"{Relative(Site)}/tool/__init__.py"].Text, StringComparison.Ordinal);
        Assert.DoesNotContain($"{Relative(Site)}/elsewhere.pth", members.Keys);
    }

    public void Dispose() => _directory.Dispose();

    private static void Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    private string Relative(string path) => Path.GetRelativePath(_directory["venv"], path);

    // As pip records it.
    private void Metadata(string name, string project)
    {
        Write($"{Site}/{name}-1.0.dist-info/METADATA", $"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n");
        Write($"{Site}/{name}-1.0.dist-info/direct_url.json", $$"""{"dir_info": {"editable": true}, "url": "file://{{project}}"}""");
    }

    private async Task MakeAllAsync()
    {
        await VirtualEnvironments.MakeAsync("/usr/bin/python3", _directory["venv"]);

        // A line with the directory of the sources; here the project itself, beside whose packages other things lie.
        Metadata("direct", _directory["direct"]);
        Write($"{_directory["direct"]}/pyproject.toml", "");
        Write($"{_directory["direct"]}/direct/__init__.py", "");
        Write($"{_directory["direct"]}/direct/inner.py", "");
        Write($"{_directory["direct"]}/direct/data.txt", "data");
        Write($"{_directory["direct"]}/direct/__pycache__/inner.cpython-311.pyc", "");
        Write($"{_directory["direct"]}/single.py", "");
        Write($"{_directory["direct"]}/tests/__init__.py", "");
        Write($"{_directory["direct"]}/notes/readme.txt", "");
        Write($"{Site}/_direct.pth", $"{_directory["direct"]}\n");

        // setuptools' finder, with a package, a module and a part of a namespace.
        Metadata("finder", _directory["finder"]);
        Write($"{_directory["finder"]}/src/finder/__init__.py", "");
        Write($"{_directory["finder"]}/src/finder_module.py", "");
        Write($"{_directory["finder"]}/src/finder_space/part/__init__.py", "");
        var source = $"{_directory["finder"]}/src";
        Write($"{Site}/__editable__.finder-1.0.pth", "import __editable___finder_1_0_finder; __editable___finder_1_0_finder.install()");
        Write(
            $"{Site}/__editable___finder_1_0_finder.py",
            $$"""
            from __future__ import annotations
            MAPPING: dict[str, str] = {'finder': '{{source}}/finder', "finder_module": '{{source}}/finder_module', 'finder_space.part': '{{source}}/finder_space/part'}
            NAMESPACES: dict[str, list[str]] = {'finder_space': ['{{source}}/finder_space']}
            """);
        Write($"{Site}/__pycache__/__editable___finder_1_0_finder.cpython-311.pyc", $"{source}");

        // setup.py develop
        Write($"{_directory["linked"]}/setup.py", "");
        Write($"{_directory["linked"]}/linked/__init__.py", "");
        Write($"{_directory["linked"]}/linked.egg-info/PKG-INFO", "Metadata-Version: 1.0\nName: linked\nVersion: 1.0\n");
        Write($"{Site}/linked.egg-link", $"{_directory["linked"]}\n.");
        Write($"{Site}/easy-install.pth", $"{_directory["linked"]}\n");

        // The package "editables", which hatch and others use.
        Metadata("redirected", _directory["redirected"]);
        Write($"{_directory["redirected"]}/code/__init__.py", "");
        Write($"{Site}/redirected.pth", "import _editable_impl_redirected");
        Write(
            $"{Site}/_editable_impl_redirected.py",
            $"from editables.redirector import RedirectingFinder as F\nF.install()\nF.map_module('redirected', '{_directory["redirected"]}/code/__init__.py')");
    }
}
