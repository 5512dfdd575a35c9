namespace Skein.Packer.Tests.EndToEnd;

public sealed class PackedEnvironmentTests(CondaEnvironments environments, UnpackedEnvironments packed) : IClassFixture<UnpackedEnvironments>
{
    // Which of them there are depends on the interpreter that the environments are made of.
    private const string CompiledExtensions = """
        import importlib
        found = []
        for name in "ctypes", "zlib", "ssl", "sqlite3", "lzma", "bz2", "hashlib", "readline", "_decimal":
            try:
                importlib.import_module(name)
                found.append(name)
            except ImportError:
                pass
        print(*found)
        """;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("basic", Localization.Private)]
    [InlineData("basic", Localization.Public)]
    [InlineData("nolink", Localization.Private)]
    [InlineData("hardlink", Localization.Public)]
    public async Task Packed_python_and_scripts_run_where_YARN_unpacks_them(string variant, Localization localization)
    {
        var prefix = await environments.PrefixAsync(variant);
        var unpacked = await packed.GetAsync(variant, localization);
        var bin = $"{unpacked.Path}/bin";

        Assert.Equal(unpacked.Path, await unpacked.OutputOfAsync($"{bin}/python", "-c", "import sys; print(sys.prefix)"));
        var extensions = (await Shell.OutputOfAsync($"{prefix}/bin/python", ["-c", CompiledExtensions])).TrimEnd();
        Assert.StartsWith("ctypes zlib", extensions, StringComparison.Ordinal);
        Assert.Equal(extensions, await unpacked.OutputOfAsync($"{bin}/python", "-c", CompiledExtensions));
        Assert.Equal("one occurrence", await unpacked.OutputOfAsync($"{bin}/demo-text"));
        Assert.Equal("options", await unpacked.OutputOfAsync($"{bin}/demo-opts"));
        Assert.Equal("", await unpacked.OutputOfAsync($"{bin}/demo-multi"));
        Assert.Equal("old", await unpacked.OutputOfAsync($"{bin}/demo-old"));
        Assert.Equal("noarch script", await unpacked.OutputOfAsync($"{bin}/demo-noarch-script"));
        Assert.Equal("Hello from demo-noarch", await unpacked.OutputOfAsync($"{bin}/demo-noarch"));
        Assert.Equal("pip-tool", await unpacked.OutputOfAsync($"{bin}/pip-tool"));
        Assert.Equal("long", await unpacked.OutputOfAsync($"{bin}/pip-tool-long"));
        Assert.Equal("7", await unpacked.OutputOfAsync($"{bin}/demo-sh", "-c", "print(3 + 4)"));
        Assert.Equal($"{unpacked.Path} {unpacked.Path}", await unpacked.OutputOfAsync($"{bin}/python-demo"));
        Assert.StartsWith("pip ", await unpacked.OutputOfAsync($"{bin}/pip3", "--version"), StringComparison.Ordinal);
        if (variant == "hardlink")
            Assert.Equal("hard link", await unpacked.OutputOfAsync($"{bin}/hl-b"));
    }

    [Fact]
    public async Task Build_settings_name_the_place_the_environment_was_unpacked_in()
    {
        var prefix = await environments.PrefixAsync("basic");
        var unpacked = await packed.GetAsync("basic", Localization.Public);
        var python = $"{unpacked.Path}/bin/python";

        const string Variables = "import sysconfig; print('\\n'.join(str(v) for v in sysconfig.get_config_vars().values()))";
        Assert.DoesNotContain(prefix, await unpacked.OutputOfAsync(python, "-c", Variables), StringComparison.Ordinal);
        Assert.Contains($"{unpacked.Path}/lib", await unpacked.OutputOfAsync(python, "-c", "import sysconfig; print(sysconfig.get_config_var('LIBDIR'))"), StringComparison.Ordinal);
        Assert.Contains($"-I{unpacked.Path}/include", await unpacked.OutputOfAsync($"{unpacked.Path}/bin/python3-config", "--includes"), StringComparison.Ordinal);
        Assert.Contains($"-L{unpacked.Path}/lib", await unpacked.OutputOfAsync($"{unpacked.Path}/bin/python3-config", "--ldflags"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dash")]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("sh")]
    public async Task Activation_works_in_a_strict_shell_and_is_undone(string shell)
    {
        Prerequisite.Program(shell);
        var unpacked = await packed.GetAsync("activate", Localization.Public);

        const string Script = """
            set -eu
            before=$PATH
            DEMO_VAR=mine
            . "$1/bin/activate"
            command -v python
            python -c 'import ctypes, zlib'
            echo "$CONDA_PREFIX $DEMO_VAR $CONDAPACK_ACTIVATED"
            . "$1/bin/activate"
            . deactivate
            [ "$before" = "$PATH" ]
            echo "${CONDA_PREFIX-none} $DEMO_VAR ${CONDAPACK_ACTIVATED-none}"
            """;
        var output = await unpacked.OutputOfAsync(shell, "-c", Script, shell, unpacked.Path);
        Assert.Equal($"{unpacked.Path}/bin/python\n{unpacked.Path} 1 1\nnone mine none", output);
    }

    [Fact]
    public async Task Two_archives_of_one_environment_are_equal_whatever_the_number_of_threads()
    {
        using var directory = new TemporaryDirectory();
        var options = new PackOptions { Prefix = await environments.PrefixAsync("basic"), Output = directory["a.tar.gz"], ThreadCount = 1 };
        await EnvironmentPacker.PackAsync(options, null, Cancellation);
        await EnvironmentPacker.PackAsync(options with { Output = directory["b.tgz"], ThreadCount = 5 }, null, Cancellation);

        Assert.True(File.ReadAllBytes(directory["a.tar.gz"]).AsSpan().SequenceEqual(File.ReadAllBytes(directory["b.tgz"])));
    }

    [Fact]
    public async Task The_summary_counts_what_is_in_the_archive_and_tells_what_stays_absolute()
    {
        using var directory = new TemporaryDirectory();
        var options = new PackOptions { Prefix = await environments.PrefixAsync("basic"), Output = directory["a.tar.gz"] };
        var reports = new List<PackProgress>();
        var summary = await EnvironmentPacker.PackAsync(options, new InlineProgress(reports.Add), Cancellation);
        var members = await Archive.MembersAsync(options.Output);

        Assert.Equal(members.Count, summary.Files);
        Assert.Equal(new FileInfo(options.Output).Length, summary.BytesOut);
        var last = reports[^1];
        Assert.Equal((summary.Files, summary.Files), (last.Files, last.TotalFiles));
        Assert.True(last.TotalBytes > 0);
        Assert.Equal(last.TotalBytes, last.BytesRead);
        Assert.InRange(last.BytesWritten, 1, summary.BytesOut);
        Assert.Contains(last.Current, members.Keys);
        // The interpreter itself and its library need a glibc, where the machine's libc is one.
        Assert.Equal(File.Exists("/lib64/ld-linux-x86-64.so.2"), summary.GlibcFloor != null);
        Assert.Contains(summary.StaysAbsolute, static note => note.Path == "lib/demo/config.txt");
        Assert.Contains(summary.StaysAbsolute, static note => note.Path == "lib/libpython3.11.so.1.0" || note.Path.StartsWith("lib/libpython3", StringComparison.Ordinal));
        Assert.DoesNotContain(summary.StaysAbsolute, static note => note.Path is "bin/demo-text" or "bin/python3.11" or "bin/demo-sh" or "bin/pip-tool-long");
        Assert.DoesNotContain(summary.StaysAbsolute, static note => note.Path.Contains("lib-dynload/zlib", StringComparison.Ordinal));
    }

    private sealed class InlineProgress(Action<PackProgress> report) : IProgress<PackProgress>
    {
        public void Report(PackProgress value) => report(value);
    }
}
