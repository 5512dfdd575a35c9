namespace Skein.Packer.Tests.EndToEnd;

public sealed class VenvTests(CondaEnvironments environments) : IDisposable
{
    private static readonly string[] Scripts = ["tool", "tool-options", "tool-long", "tool-plain", "tool-uv"];

    private readonly TemporaryDirectory _directory = new();

    public static TheoryData<string> Interpreters => VirtualEnvironments.Interpreters;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private PackOptions Options => new() { Prefix = _directory["venv"], Output = _directory["a.tar.gz"] };

    [Fact]
    public async Task An_environment_runs_elsewhere_with_the_interpreter_of_the_machine()
    {
        // Everybody may run this one.
        await VirtualEnvironments.MakeAsync("/usr/bin/python3", _directory["venv"]);
        var summary = await EnvironmentPacker.PackAsync(Options, null, Cancellation);
        Directory.Delete(_directory["venv"], recursive: true);
        using var unpacked = await UnpackedArchive.CreateAsync(Options.Output!);

        foreach (var script in Scripts)
            Assert.Equal($"tool {unpacked.Path} a b", await unpacked.OutputOfAsync($"{unpacked.Path}/bin/{script}", "a", "b"));
        Assert.Equal(EnvironmentKind.Venv, summary.Kind);
        var warning = Assert.Single(summary.Warnings);
        Assert.Contains("/usr/bin/python3", warning, StringComparison.Ordinal);
        Assert.Contains("--include-python", warning, StringComparison.Ordinal);
        Assert.Empty(summary.StaysAbsolute);
    }

    [Theory]
    [MemberData(nameof(Interpreters))]
    public async Task An_environment_with_its_interpreter_runs_without_any_other_Python(string interpreter)
    {
        await VirtualEnvironments.MakeAsync(interpreter, _directory["venv"]);
        var summary = await EnvironmentPacker.PackAsync(Options with { IncludePython = true }, null, Cancellation);
        Directory.Delete(_directory["venv"], recursive: true);
        using var unpacked = await UnpackedArchive.CreateAsync(Options.Output!);

        foreach (var script in Scripts)
            Assert.Equal($"tool {unpacked.Path} a b", await unpacked.OutputOfAsync($"{unpacked.Path}/bin/{script}", "a", "b"));
        const string Check = """
            import sys, os, site, sysconfig, ssl, ctypes, json, sqlite3, zlib, hashlib, lzma, bz2, decimal, unittest, asyncio
            import importlib.metadata
            root = sys.argv[1]
            assert sys.prefix == sys.base_prefix == sys.exec_prefix == root, (sys.prefix, sys.base_prefix)
            assert os.path.realpath(sys.executable).startswith(root + '/bin/python'), sys.executable
            outside = [p for p in sys.path if p and not p.startswith(root + '/')]
            assert not outside, outside
            assert importlib.metadata.version('tool') == '1.0'
            assert not os.path.exists(root + '/pyvenv.cfg')
            loaded = [m.__file__ for m in list(sys.modules.values()) if getattr(m, '__file__', None)]
            assert all(f.startswith(root + '/') for f in loaded), [f for f in loaded if not f.startswith(root)]
            assert os.path.samefile(sysconfig.get_paths()['stdlib'], os.path.dirname(os.__file__))
            names = [v for v in sysconfig.get_config_vars().values() if isinstance(v, str) and sys.argv[2] in v] if sys.argv[2] != '/usr' else []
            assert not names, names
            maps = [line.split()[-1] for line in open('/proc/self/maps') if 'libpython' in line or '/python3' in line]
            assert maps and all(m.startswith(root) for m in maps), maps
            """;
        var home = (await Shell.OutputOfAsync(interpreter, ["-c", "import sys; print(sys.base_prefix)"])).Trim();
        await unpacked.OutputOfAsync($"{unpacked.Path}/bin/python", "-c", Check, unpacked.Path, home);
        await unpacked.OutputOfAsync($"{unpacked.Path}/bin/python3", "-I", "-c", "import ssl; ssl.create_default_context()");
        Assert.DoesNotContain(summary.Warnings, static warning => warning.Contains("--include-python", StringComparison.Ordinal));
        Assert.DoesNotContain(summary.Warnings, static warning => warning.StartsWith("The link", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Pip_works_beside_the_interpreter_it_is_packed_with()
    {
        Assert.SkipUnless(Shell.Has("python3"), "No virtual environment to pack: there is no python3.");
        await Shell.OutputOfAsync("python3", ["-m", "venv", _directory["venv"]]);
        await EnvironmentPacker.PackAsync(Options with { IncludePython = true }, null, Cancellation);
        Directory.Delete(_directory["venv"], recursive: true);
        using var unpacked = await UnpackedArchive.CreateAsync(Options.Output!);
        Assert.Contains("\npip ", await unpacked.OutputOfAsync($"{unpacked.Path}/bin/pip", "list", "--disable-pip-version-check"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_environment_that_was_moved_is_packed_as_if_it_were_still_at_its_place()
    {
        await VirtualEnvironments.MakeAsync("/usr/bin/python3", _directory["made"]);
        Directory.Move(_directory["made"], _directory["venv"]);
        var summary = await EnvironmentPacker.PackAsync(Options, null, Cancellation);
        using var unpacked = await UnpackedArchive.CreateAsync(Options.Output!);
        Assert.Equal($"tool {unpacked.Path}", await unpacked.OutputOfAsync($"{unpacked.Path}/bin/tool"));
        Assert.Contains(summary.Warnings, warning => warning.Contains(_directory["made"], StringComparison.Ordinal));
    }

    [Fact]
    public async Task With_a_destination_the_scripts_name_it()
    {
        await VirtualEnvironments.MakeAsync("/usr/bin/python3", _directory["venv"]);
        await EnvironmentPacker.PackAsync(Options with { DestinationPrefix = "/opt/there" }, null, Cancellation);
        var members = await Archive.MembersAsync(Options.Output!);
        Assert.StartsWith("#!/opt/there/bin/python3\n", members["bin/tool"].Text, StringComparison.Ordinal);
        Assert.Contains("'''exec' \"/opt/there/bin/python3\"", members["bin/tool-long"].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_are_listed_with_the_packages_that_own_them()
    {
        await VirtualEnvironments.MakeAsync("/usr/bin/python3", _directory["venv"]);
        var plan = await EnvironmentPacker.PlanAsync(Options, Cancellation);
        var owned = plan.Entries.Where(static entry => entry.Package == "tool 1.0").Select(static entry => Path.GetFileName(entry.Path));
        Assert.Equal(["tool", "RECORD", "__init__.py", "a,b.txt"], owned);
        Assert.Null(plan.Entries.Single(static entry => entry.Path == "bin/tool-long").Package);
    }

    [Theory]
    [InlineData("--copies")]
    [InlineData("--symlinks")]
    public async Task An_environment_with_its_interpreter_names_its_destination(string option)
    {
        await VirtualEnvironments.MakeAsync("python3", _directory["venv"], option);
        var destination = _directory["out"];
        await EnvironmentPacker.PackAsync(Options with { IncludePython = true, DestinationPrefix = destination }, null, Cancellation);
        Directory.CreateDirectory(destination);
        await Shell.OutputOfAsync("tar", ["-xzf", Options.Output!, "-C", destination]);
        Assert.Equal($"tool {destination}\n", await Shell.OutputOfAsync("env", ["-i", $"{destination}/bin/tool"]));
        const string Libraries = "import sysconfig; print(sysconfig.get_config_var('LIBDIR'), [l.split()[-1] for l in open('/proc/self/maps') if 'libpython' in l][:1])";
        var output = await Shell.OutputOfAsync("env", ["-i", $"{destination}/bin/python", "-c", Libraries]);
        Assert.DoesNotContain("/versions/", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_environment_made_by_the_Python_of_a_conda_environment_brings_its_libraries()
    {
        var conda = await environments.PrefixAsync("basic");
        await VirtualEnvironments.MakeAsync($"{conda}/bin/python", _directory["venv"]);
        await EnvironmentPacker.PackAsync(Options with { IncludePython = true }, null, Cancellation);
        using var unpacked = await UnpackedArchive.CreateAsync(Options.Output!);
        Assert.Equal($"tool {unpacked.Path}", await unpacked.OutputOfAsync($"{unpacked.Path}/bin/tool"));
        Assert.Equal("[]", await unpacked.OutputOfAsync(
            $"{unpacked.Path}/bin/python", "-c", "import sys, ssl, ctypes; print([l for l in open('/proc/self/maps') if sys.argv[1] in l])", conda));
    }

    [Fact]
    public async Task An_environment_of_virtualenv_keeps_its_import_hook_and_loses_scripts_of_other_shells()
    {
        await VirtualEnvironments.MakeAsync("/usr/bin/python3", _directory["venv"]);
        var site = VirtualEnvironments.Site(_directory["venv"]);
        await File.WriteAllTextAsync($"{site}/_virtualenv.pth", "import _virtualenv", Cancellation);
        await File.WriteAllTextAsync($"{site}/_virtualenv.py", "import sys\nsys.hooked = True\n", Cancellation);
        await File.WriteAllTextAsync($"{_directory["venv"]}/bin/activate.nu", $"let virtual_env = '{_directory["venv"]}'\n", Cancellation);
        await File.AppendAllTextAsync($"{_directory["venv"]}/pyvenv.cfg", "virtualenv = 20.26.0\nbase-prefix = /usr\nbase-executable = /usr/bin/python3\n", Cancellation);
        await EnvironmentPacker.PackAsync(Options with { IncludePython = true }, null, Cancellation);
        using var unpacked = await UnpackedArchive.CreateAsync(Options.Output!);
        Assert.Equal("True", await unpacked.OutputOfAsync($"{unpacked.Path}/bin/python", "-c", "import sys; print(sys.hooked)"));
        Assert.False(File.Exists($"{unpacked.Path}/bin/activate.nu"));
    }

    [Fact]
    public async Task Names_that_mean_something_to_conda_alone_are_packed()
    {
        foreach (var name in (string[])["users", "envs", "pkgs"])
        {
            Directory.CreateDirectory(_directory[$"venv/{name}"]);
            await File.WriteAllTextAsync(_directory[$"venv/{name}/file"], name, Cancellation);
        }

        await File.WriteAllTextAsync(_directory["venv/pyvenv.cfg"], "home = /nonexistent\n", Cancellation);
        var plan = await EnvironmentPacker.PlanAsync(Options, Cancellation);
        Assert.Superset(new HashSet<string> { "users/file", "envs/file", "pkgs/file" }, plan.Entries.Select(static entry => entry.Path).ToHashSet());
    }

    [Fact]
    public async Task A_further_name_of_the_configuration_keeps_what_it_holds()
    {
        Directory.CreateDirectory(_directory["venv"]);
        await File.WriteAllTextAsync(_directory["venv/pyvenv.cfg"], "home = /nonexistent\ncommand = python -m venv\n", Cancellation);
        await Shell.OutputOfAsync("ln", [_directory["venv/pyvenv.cfg"], _directory["venv/second"]]);
        await EnvironmentPacker.PackAsync(Options, null, Cancellation);
        Directory.CreateDirectory(_directory["out"]);
        await Shell.OutputOfAsync("tar", ["-xzf", Options.Output!, "-C", _directory["out"]]);
        Assert.DoesNotContain("command", await File.ReadAllTextAsync(_directory["out/pyvenv.cfg"], Cancellation), StringComparison.Ordinal);
        Assert.Contains("command", await File.ReadAllTextAsync(_directory["out/second"], Cancellation), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Packages_of_the_system_that_are_used_are_told()
    {
        await VirtualEnvironments.MakeAsync("/usr/bin/python3", _directory["venv"], "--system-site-packages");
        var plan = await EnvironmentPacker.PlanAsync(Options, Cancellation);
        Assert.Contains(plan.Warnings, static warning => warning.Contains("include-system-site-packages", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_interpreter_that_is_gone_can_not_be_included()
    {
        await VirtualEnvironments.MakeAsync("/usr/bin/python3", _directory["venv"]);
        foreach (var name in (string[])["python", "python3", Path.GetFileName(Path.GetDirectoryName(VirtualEnvironments.Site(_directory["venv"])))!])
            File.Delete($"{_directory["venv"]}/bin/{name}");
        File.CreateSymbolicLink($"{_directory["venv"]}/bin/python", "/nonexistent/python3");
        await File.WriteAllTextAsync($"{_directory["venv"]}/pyvenv.cfg", "home = /nonexistent\nversion = 3.11.0\n", Cancellation);
        var plan = await EnvironmentPacker.PlanAsync(Options with { IncludePython = true }, Cancellation);
        Assert.Contains("'/nonexistent'", Assert.Single(plan.Problems).Message, StringComparison.Ordinal);
    }

    public void Dispose() => _directory.Dispose();
}
