namespace Skein.Packer.Tests.EndToEnd;

/// <summary>Makes virtual environments as venv does, and by hand as the other tools do.</summary>
internal static class VirtualEnvironments
{
    /// <summary>The interpreters of this machine that can make environments: the one on the path, and the system's.</summary>
    public static TheoryData<string> Interpreters => ["python3", "/usr/bin/python3"];

    /// <summary>Makes an environment without pip but with a package and a script of its own.</summary>
    public static async Task<string> MakeAsync(string interpreter, string prefix, params string[] options)
    {
        var isThere = interpreter.StartsWith('/') ? File.Exists(interpreter) : Shell.Has(interpreter);
        Assert.SkipUnless(isThere, $"No virtual environment to pack: there is no {interpreter}.");
        await Shell.OutputOfAsync(interpreter, ["-m", "venv", "--without-pip", .. options, prefix]);
        Add(prefix);
        return prefix;
    }

    /// <summary>The package directory of an environment.</summary>
    public static string Site(string prefix) => Directory.GetDirectories($"{prefix}/lib", "python*").Single() + "/site-packages";

    public static void Script(string path, string text)
    {
        File.WriteAllText(path, text);
        File.SetUnixFileMode(path, (UnixFileMode)0x1ed);
    }

    private static void Add(string prefix)
    {
        Directory.CreateDirectory($"{Site(prefix)}/tool");
        Directory.CreateDirectory($"{Site(prefix)}/tool-1.0.dist-info");
        File.WriteAllText($"{Site(prefix)}/tool-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: tool\nVersion: 1.0\n");
        File.WriteAllText(
            $"{Site(prefix)}/tool-1.0.dist-info/RECORD", "tool/__init__.py,sha256=x,5\n\"tool/a,b.txt\",,\n../../../bin/tool,,\ntool-1.0.dist-info/RECORD,,\n");
        File.WriteAllText($"{Site(prefix)}/tool/a,b.txt", "");
        File.WriteAllText($"{Site(prefix)}/tool/__init__.py", "import sys\ndef main():\n    print('tool', sys.prefix, *sys.argv[1:])\n");
        const string Body = "import tool\ntool.main()\n";
        Script($"{prefix}/bin/tool", $"#!{prefix}/bin/python3\n{Body}");
        Script($"{prefix}/bin/tool-options", $"#!{prefix}/bin/python3 -E -s\n{Body}");
        // What installers write when the first line would be too long, and uv in environments that may be moved.
        Script($"{prefix}/bin/tool-long", $"#!/bin/sh\n'''exec' \"{prefix}/bin/python3\" \"$0\" \"$@\"\n' '''\n{Body}");
        Script($"{prefix}/bin/tool-plain", $"#!/bin/sh\n'''exec' {prefix}/bin/python3 \"$0\" \"$@\"\n' '''\n{Body}");
        Script($"{prefix}/bin/tool-uv", $"#!/bin/sh\n'''exec' \"$(dirname -- \"$(realpath -- \"$0\")\")\"/'python3' \"$0\" \"$@\"\n' '''\n{Body}");
    }
}
