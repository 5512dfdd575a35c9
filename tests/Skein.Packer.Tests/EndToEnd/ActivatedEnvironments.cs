using System.Collections.Concurrent;

namespace Skein.Packer.Tests.EndToEnd;

/// <summary>Small environments with variables and scripts of their own, unpacked at a path with blanks; each made once for all tests of a class.</summary>
public sealed class ActivatedEnvironments : IDisposable
{
    /// <summary>A value in which every shell finds something to replace.</summary>
    public const string Value = "it's $HOME !x `y` \\z \"q\"";

    private readonly TemporaryDirectory _directory = new();
    private readonly ConcurrentDictionary<EnvironmentKind, Lazy<Task<UnpackedArchive>>> _unpacked = new();

    internal Task<UnpackedArchive> GetAsync(EnvironmentKind kind) => _unpacked.GetOrAdd(kind, _ => new(async () =>
    {
        var prefix = _directory[$"{kind}"];
        if (kind == EnvironmentKind.Conda)
            MakeConda(prefix);
        else
            await VirtualEnvironments.MakeAsync("/usr/bin/python3", prefix);
        var options = new PackOptions { Prefix = prefix, Output = _directory[$"{kind}.tar.gz"] };
        await EnvironmentPacker.PackAsync(options, null, TestContext.Current.CancellationToken);
        return await UnpackedArchive.CreateAsync(options.Output, parent: "a  place");
    })).Value;

    public void Dispose()
    {
        foreach (var unpacked in _unpacked.Values)
        {
            if (unpacked.Value is { IsCompletedSuccessfully: true, Result: var archive })
                archive.Dispose();
        }

        _directory.Dispose();
    }

    private static void MakeConda(string prefix)
    {
        foreach (var directory in (string[])["conda-meta", "bin", "etc/conda/activate.d", "etc/conda/deactivate.d"])
            Directory.CreateDirectory($"{prefix}/{directory}");
        File.WriteAllText($"{prefix}/conda-meta/history", "");
        var value = System.Text.Json.JsonEncodedText.Encode(Value);
        File.WriteAllText(
            $"{prefix}/conda-meta/state",
            $$"""{"env_vars":{"DEMO_VAR":"{{value}}","DEMO_HOME":"{{prefix}}/share:x","DEMO_GONE":"***unset***"} }""");
        VirtualEnvironments.Script($"{prefix}/bin/tool", "#!/bin/sh\n");
        foreach (var (name, set, unset) in (ReadOnlySpan<(string, string, string)>)
            [("sh", "export DEMO_SCRIPT=1", "unset DEMO_SCRIPT"), ("csh", "setenv DEMO_SCRIPT 1", "unsetenv DEMO_SCRIPT"), ("fish", "set -gx DEMO_SCRIPT 1", "set -e DEMO_SCRIPT")])
        {
            File.WriteAllText($"{prefix}/etc/conda/activate.d/demo.{name}", set + "\n");
            File.WriteAllText($"{prefix}/etc/conda/deactivate.d/demo.{name}", unset + "\n");
        }
    }
}
