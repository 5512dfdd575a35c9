using System.Text;
using Skein.Packer.Relocation;
using Skein.Packer.Tests.EndToEnd;

namespace Skein.Packer.Tests.Relocation;

/// <summary>Scripts of many languages are started by real shells.</summary>
public sealed class StartedScriptTests : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public StartedScriptTests() => Directory.CreateDirectory(_directory["a place/bin"]);

    public static TheoryData<string, string> Languages
    {
        get
        {
            var languages = new TheoryData<string, string>();
            foreach (var shell in (string[])["dash", "bash", "zsh", "ksh"])
            {
                foreach (var interpreter in (string[])["python3.11", "perl", "ruby", "node", "lua5.4", "tclsh", "wish8.6", "Rscript", "R"])
                    languages.Add(shell, interpreter);
            }

            return languages;
        }
    }

    [Theory]
    [MemberData(nameof(Languages))]
    public async Task A_shell_gets_to_the_interpreter_beside_the_script(string shell, string interpreter)
    {
        Prerequisite.Program(shell);
        VirtualEnvironments.Script(_directory[$"a place/bin/{interpreter}"], "#!/bin/sh\nfor word; do echo \"$word\"; done\n");
        var script = Write($"#!/opt/env/bin/{interpreter} --option\nthis is (no language\n");
        // As a kernel does with the first line of the script, which names /bin/sh.
        var output = await Shell.OutputOfAsync(shell, [script, "one", "two  words"]);
        Assert.Equal(["--option", script, "one", "two  words"], output.Split('\n').Where(static line => line is not ("" or "-x")));
    }

    [Theory]
    [InlineData("console.log('ran', process.argv.slice(2).join())\n")]
    [InlineData("(function () { console.log('ran', process.argv.slice(2).join()) })()\n")]
    [InlineData("`x`\n;[1].map(() => console.log('ran', process.argv.slice(2).join()))\n")]
    [InlineData("'use strict'\ntry { undeclared = 1 } catch (e) { console.log('ran', process.argv.slice(2).join()) }\n")]
    public async Task Node_reads_on_behind_the_start(string body)
    {
        Assert.SkipUnless(Shell.Has("node"), "There is no node.");
        var node = await Shell.OutputOfAsync("sh", ["-c", "command -v node"]);
        File.CreateSymbolicLink(_directory["a place/bin/node"], node.Trim());
        Assert.Equal("ran a,b\n", await Shell.OutputOfAsync(Write($"#!/opt/env/bin/node\n{body}"), ["a", "b"]));
    }

    [Fact]
    public async Task CMake_reads_the_paths_of_a_package_that_was_moved()
    {
        Prerequisite.Program("cmake");
        Directory.CreateDirectory(_directory["a place/lib/cmake/X"]);
        var text = "set(X_DIRECTORY \"/opt/env/include\")\nset(X_FLAGS -L/opt/env/lib)\n"u8;
        await File.WriteAllBytesAsync(
            _directory["a place/lib/cmake/X/XConfig.cmake"], CMakeText.Relocate(text, new InstalledPrefix("/opt/env"), "../../..")!, TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(
            _directory["use.cmake"],
            $"include(\"{_directory["a place/lib/cmake/X/XConfig.cmake"]}\")\nget_filename_component(D \"${{X_DIRECTORY}}\" ABSOLUTE)\nmessage(\"${{D}}|${{X_FLAGS}}\")\n",
            TestContext.Current.CancellationToken);
        var result = await Shell.RunAsync("cmake", ["-P", _directory["use.cmake"]]);
        Assert.Equal($"{_directory["a place/include"]}|-L{_directory["a place/lib/cmake/X"]}/../../../lib\n", result.Errors);
    }

    public void Dispose() => _directory.Dispose();

    private string Write(string script)
    {
        var path = _directory["a place/bin/script"];
        var relocated = TextRelocation.Relocate(Encoding.UTF8.GetBytes(script), new InstalledPrefix("/opt/env"), "bin/script", isExecutable: true)!;
        VirtualEnvironments.Script(path, Encoding.UTF8.GetString(relocated));
        return path;
    }
}
