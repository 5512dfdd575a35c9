using System.Text;
using Skein.Packer.Inventory;
using Skein.Packer.Relocation;

namespace Skein.Packer.Activation;

/// <summary>Writes the scripts that put an unpacked environment to use in a shell.</summary>
internal static class ActivationScripts
{
    private const int Mode = 0b110_100_100;

    /// <param name="kind">Conda or Venv: which variable says where the environment is, and which keeps the prompt as it was.</param>
    /// <param name="variables">What the scripts set, and put back.</param>
    /// <param name="prefix">The installation path, which no value may keep.</param>
    /// <param name="modified">Time of the scripts in seconds since the epoch.</param>
    public static IReadOnlyList<PackFile> Create(
        EnvironmentKind kind, IReadOnlyList<EnvironmentVariable> variables, InstalledPrefix prefix, long modified)
    {
        var isConda = kind == EnvironmentKind.Conda;
        return
        [
            Script("bin/activate", Fill("activate.sh", "@variables@", Lines(variables, v => SetPosix(v, prefix)))
                .Replace("@prompted@", isConda ? "[ \"${CONDA_CHANGEPS1-}\" != false ]" : "[ -z \"${VIRTUAL_ENV_DISABLE_PROMPT-}\" ]", StringComparison.Ordinal)),
            Script("bin/activate.csh", Fill("activate.csh", "@variables@", Lines(variables, v => SetCsh(v, prefix)))
                .Replace("@prompting@", isConda ? "CONDA_CHANGEPS1" : "VIRTUAL_ENV_DISABLE_PROMPT", StringComparison.Ordinal)
                .Replace("@refuses@", isConda ? "== false" : "!= \"\"", StringComparison.Ordinal)),
            Script("bin/activate.fish", Fill("activate.fish", "@variables@", Lines(variables, v => SetFish(v, prefix)))
                .Replace("@restore@\n", Lines(variables, static v => RestoreFish(v.Name)), StringComparison.Ordinal)
                .Replace("@prompted@", isConda ? "test \"$CONDA_CHANGEPS1\" != false" : "test -z \"$VIRTUAL_ENV_DISABLE_PROMPT\"", StringComparison.Ordinal)),
            Script("bin/deactivate", Fill("deactivate.sh", "@variables@", Lines(variables, static v => RestorePosix(v.Name)))),
            Script("bin/deactivate.csh", Fill("deactivate.csh", "@variables@", Lines(variables, static v => RestoreCsh(v.Name)))),
        ];

        PackFile Script(string path, string text) => new()
        {
            Path = path,
            Kind = PackFileKind.Regular,
            Mode = Mode,
            Modified = modified,
            Origin = new FileOrigin.Memory(Encoding.UTF8.GetBytes(text.Replace("@prefix@", isConda ? "CONDA_PREFIX" : "VIRTUAL_ENV", StringComparison.Ordinal))),
        };
    }

    private static string Fill(string resource, string mark, string lines) =>
        Encoding.UTF8.GetString(EmbeddedFile.Read(resource)).Replace(mark + "\n", lines, StringComparison.Ordinal);

    private static string Lines(IReadOnlyList<EnvironmentVariable> variables, Func<EnvironmentVariable, string> write) =>
        string.Concat(variables.Select(write));

    private static string SetPosix(EnvironmentVariable variable, InstalledPrefix prefix)
    {
        var keep = $"if [ -n \"${{{variable.Name}+set}}\" ]; then _SKEIN_OLD_{variable.Name}=${variable.Name}; fi\n";
        return keep + (variable.Value is { } value
            ? $"{variable.Name}={ShellQuoting.Posix(value, prefix)}\nexport {variable.Name}\n"
            : $"unset {variable.Name}\n");
    }

    private static string RestorePosix(string name) =>
        $$"""
            if [ -n "${_SKEIN_OLD_{{name}}+set}" ]; then
                {{name}}=$_SKEIN_OLD_{{name}}
                export {{name}}
                unset _SKEIN_OLD_{{name}}
            else
                unset {{name}}
            fi

        """;

    private static string SetFish(EnvironmentVariable variable, InstalledPrefix prefix)
    {
        var keep = $"set -q {variable.Name}; and set -g _SKEIN_OLD_{variable.Name} ${variable.Name}\n";
        return keep + (variable.Value is { } value
            ? $"set -gx {variable.Name} {ShellQuoting.Fish(value, prefix)}\n"
            : $"set -e {variable.Name}\n");
    }

    private static string RestoreFish(string name) =>
        $"""
            if set -q _SKEIN_OLD_{name}
                set -gx {name} $_SKEIN_OLD_{name}
                set -e _SKEIN_OLD_{name}
            else
                set -e {name}
            end

        """;

    private static string SetCsh(EnvironmentVariable variable, InstalledPrefix prefix)
    {
        var keep = $"if ($?{variable.Name}) then\n    set _SKEIN_OLD_{variable.Name} = \"${variable.Name}\"\nendif\n";
        return keep + (variable.Value is { } value
            ? $"setenv {variable.Name} {ShellQuoting.Csh(value, prefix)}\n"
            : $"unsetenv {variable.Name}\n");
    }

    private static string RestoreCsh(string name) =>
        $"""
            if ($?_SKEIN_OLD_{name}) then
                setenv {name} "$_SKEIN_OLD_{name}"
                unset _SKEIN_OLD_{name}
            else
                unsetenv {name}
            endif

        """;
}
