namespace Skein.Packer.Tests.EndToEnd;

/// <summary>Activation in every shell: what is set, that a second time changes nothing, and that leaving puts everything back.</summary>
public sealed class ActivationTests(ActivatedEnvironments environments) : IClassFixture<ActivatedEnvironments>
{
    private const string Posix = """
        set -eu
        PS1='$ ' DEMO_VAR=mine DEMO_GONE=was
        before=$PATH here=$PWD
        . "$HOW"
        echo "active|$@prefix@|$PS1|$DEMO_VAR|${DEMO_HOME-none}|${DEMO_GONE-gone}|${DEMO_SCRIPT-none}"
        [ "$PATH" = "$@prefix@/bin:$before" ] || echo "path: $PATH"
        command -v tool > /dev/null
        . "$HOW"
        [ "$PATH" = "$@prefix@/bin:$before" ] || echo "path after a second time: $PATH"
        deactivate
        echo "left|${@prefix@-none}|$PS1|$DEMO_VAR|${DEMO_HOME-none}|$DEMO_GONE|${DEMO_SCRIPT-none}"
        [ "$before" = "$PATH" ] || echo "path: $PATH"
        [ "$here" = "$PWD" ] || echo "directory: $PWD"
        ! set | grep -i _skein
        @prompting@=@refused@
        . "$HOW"
        echo "unprompted|$PS1"
        . deactivate
        echo "again|${@prefix@-none}"
        """;

    private const string Csh = """
        set prompt = "$ "
        setenv DEMO_VAR mine
        setenv DEMO_GONE was
        set path_before = "$PATH"
        set here = "$cwd"
        if (! $?DEMO_HOME) setenv DEMO_HOME none
        source "$HOW"
        if (! $?DEMO_GONE) setenv DEMO_GONE gone
        if (! $?DEMO_SCRIPT) setenv DEMO_SCRIPT none
        echo "active|$@prefix@|$prompt|$DEMO_VAR:q|$DEMO_HOME|$DEMO_GONE|$DEMO_SCRIPT"
        if ("$PATH" != "$@prefix@/bin:$path_before") echo "path: $PATH"
        which tool > /dev/null || echo "no tool"
        source "$HOW"
        if ("$PATH" != "$@prefix@/bin:$path_before") echo "path after a second time: $PATH"
        deactivate
        if (! $?@prefix@) setenv @prefix@ none
        if (! $?DEMO_SCRIPT) setenv DEMO_SCRIPT none
        echo "left|$@prefix@|$prompt|$DEMO_VAR|$DEMO_HOME|$DEMO_GONE|$DEMO_SCRIPT"
        if ("$path_before" != "$PATH") echo "path: $PATH"
        if ("$here" != "$cwd") echo "directory: $cwd"
        set | grep -i _skein
        unsetenv @prefix@
        setenv @prompting@ @refused@
        source "$HOW"
        echo "unprompted|$prompt"
        deactivate
        if (! $?@prefix@) echo "again|none"
        """;

    private const string Fish = """
        set -gx DEMO_VAR mine
        set -gx DEMO_GONE was
        set -l path (string join : $PATH)
        set -l here $PWD
        function fish_prompt; printf '$ '; end
        function or_none; set -q $argv[1]; and echo $$argv[1]; or echo none; end
        source "$HOW"
        set -l gone $DEMO_GONE
        set -q DEMO_GONE; or set gone gone
        echo "active|$@prefix@|"(fish_prompt)"|$DEMO_VAR|"(or_none DEMO_HOME)"|$gone|"(or_none DEMO_SCRIPT)
        test (string join : $PATH) = $@prefix@/bin:$path; or echo "path: $PATH"
        command -v tool > /dev/null; or echo "no tool"
        source "$HOW"
        test (string join : $PATH) = $@prefix@/bin:$path; or echo "path after a second time: $PATH"
        deactivate
        echo "left|"(or_none @prefix@)"|"(fish_prompt)"|$DEMO_VAR|"(or_none DEMO_HOME)"|$DEMO_GONE|"(or_none DEMO_SCRIPT)
        test (string join : $PATH) = $path; or echo "path: $PATH"
        test $PWD = $here; or echo "directory: $PWD"
        set -n | grep -i _skein
        functions -a -n | grep -i _skein
        set -gx @prompting@ @refused@
        source "$HOW"
        echo "unprompted|"(fish_prompt)
        deactivate
        echo "again|"(or_none @prefix@)
        """;

    private const string GivesWay = """
        set -eu
        . "$FIRST"
        . "$SECOND"
        echo "${CONDA_PREFIX-none}|$VIRTUAL_ENV|$PATH"
        deactivate
        echo "${CONDA_PREFIX-none}|$VIRTUAL_ENV|$PATH"
        """;

    private const string GivesWayInCsh = """
        source "$FIRST"
        source "$SECOND"
        if (! $?CONDA_PREFIX) echo "none|${VIRTUAL_ENV}|$PATH"
        deactivate
        if (! $?CONDA_PREFIX) echo "none|${VIRTUAL_ENV}|$PATH"
        """;

    private const string GivesWayInFish = """
        source "$FIRST"
        source "$SECOND"
        set -q CONDA_PREFIX; or echo "none|$VIRTUAL_ENV|"(string join : $PATH)
        deactivate
        set -q CONDA_PREFIX; or echo "none|$VIRTUAL_ENV|"(string join : $PATH)
        """;

    public static TheoryData<string, EnvironmentKind, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, EnvironmentKind, string>();
            foreach (var shell in (string[])["dash", "bash", "zsh", "ksh", "tcsh", "fish"])
            {
                foreach (var start in (string[])["/", "", "./"])
                {
                    cases.Add(shell, EnvironmentKind.Conda, start);
                    cases.Add(shell, EnvironmentKind.Venv, start);
                }
            }

            return cases;
        }
    }

    /// <param name="shell">The shell.</param>
    /// <param name="kind">Whose variables are meant.</param>
    /// <param name="start">How the script's path begins: absolute or relative.</param>
    [Theory]
    [MemberData(nameof(Cases))]
    public async Task An_environment_is_activated_and_left_without_a_trace(string shell, EnvironmentKind kind, string start)
    {
        Prerequisite.Program(shell);
        var unpacked = await environments.GetAsync(kind);
        var (script, suffix) = shell switch { "tcsh" => (Csh, ".csh"), "fish" => (Fish, ".fish"), _ => (Posix, "") };
        var (prefix, prompting, refused) = kind == EnvironmentKind.Conda ? ("CONDA_PREFIX", "CONDA_CHANGEPS1", "false") : ("VIRTUAL_ENV", "VIRTUAL_ENV_DISABLE_PROMPT", "1");
        script = script.Replace("@prefix@", prefix, StringComparison.Ordinal)
            .Replace("@prompting@", prompting, StringComparison.Ordinal)
            .Replace("@refused@", refused, StringComparison.Ordinal);
        var result = await RunAsync(unpacked, shell, script, $"HOW={(start == "/" ? unpacked.Path : $"{start}environment")}/bin/activate{suffix}");
        var set = kind == EnvironmentKind.Conda ? $"{ActivatedEnvironments.Value}|{unpacked.Path}/share:x|gone|1" : "mine|none|was|none";
        Assert.Equal(
            $"active|{unpacked.Path}|(environment) $ |{set}\nleft|none|$ |mine|none|was|none\nunprompted|$ \nagain|none\n", result.Output);
        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
    }

    [Theory]
    [InlineData("dash", "", GivesWay)]
    [InlineData("bash", "", GivesWay)]
    [InlineData("zsh", "", GivesWay)]
    [InlineData("ksh", "", GivesWay)]
    [InlineData("fish", ".fish", GivesWayInFish)]
    [InlineData("tcsh", ".csh", GivesWayInCsh)]
    public async Task An_environment_gives_way_to_the_next_one(string shell, string suffix, string script)
    {
        Prerequisite.Program(shell);
        var first = await environments.GetAsync(EnvironmentKind.Conda);
        var second = await environments.GetAsync(EnvironmentKind.Venv);
        // Who reads one may read both.
        var result = await RunAsync(first, shell, script, $"FIRST={first.Path}/bin/activate{suffix}", $"SECOND={second.Path}/bin/activate{suffix}", "VIRTUAL_ENV=/other");
        Assert.Equal($"none|{second.Path}|{second.Path}/bin:/usr/bin:/bin\nnone|/other|/usr/bin:/bin\n", result.Output);
        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
    }

    private static async Task<ShellResult> RunAsync(UnpackedArchive unpacked, string shell, string script, params string[] variables)
    {
        using var directory = new TemporaryDirectory();
        await File.WriteAllTextAsync(directory["script"], script + "\n", TestContext.Current.CancellationToken);
        // Some shells keep a history at home.
        await Shell.OutputOfAsync("chmod", ["-R", "a+rwX", directory.Path]);
        return await unpacked.RunAsync(["env", $"HOME={directory.Path}", .. variables, shell, directory["script"]]);
    }
}
