using System.Text;
using Skein.Packer.Relocation;

namespace Skein.Packer.Tests.Relocation;

public sealed class TextRelocationTests
{
    private const string Here = "\"$(dirname -- \"$(realpath -- \"$0\")\")/";

    [Theory]
    [InlineData("bin/tool", "#!/opt/env/bin/python\nx = 1\n", "#!/bin/sh\n'''exec' " + Here + "python\" \"$0\" \"$@\"\n' '''\nx = 1\n")]
    [InlineData("bin/tool", "#! /opt/env/bin/python3.11 -E  -s\nx\n", "#!/bin/sh\n'''exec' " + Here + "python3.11\" -E -s \"$0\" \"$@\"\n' '''\nx\n")]
    [InlineData("lib/a/tool", "#!/opt/env/bin/python\nx\n", "#!/bin/sh\n'''exec' " + Here + "../../bin/python\" \"$0\" \"$@\"\n' '''\nx\n")]
    [InlineData("bin/tool", "#! \t/opt/env/bin/python -u \r\nx\n", "#!/bin/sh\n'''exec' " + Here + "python\" -u \"$0\" \"$@\"\n' '''\nx\n")]
    [InlineData("libexec/tool", "#!/opt/env/bin/python\nx\n", "#!/bin/sh\n'''exec' " + Here + "../bin/python\" \"$0\" \"$@\"\n' '''\nx\n")]
    [InlineData("condabin/conda", "#!/opt/env/bin/python\nx\n", "#!/bin/sh\n'''exec' " + Here + "../bin/python\" \"$0\" \"$@\"\n' '''\nx\n")]
    [InlineData("bin/tool", "#!/usr/bin/env -S /opt/env/bin/python -E -s\nx\n", "#!/bin/sh\n'''exec' " + Here + "python\" -E -s \"$0\" \"$@\"\n' '''\nx\n")]
    [InlineData("bin/tool", "#!/usr/bin/env /opt/env/bin/python\nx\n", "#!/bin/sh\n'''exec' " + Here + "python\" \"$0\" \"$@\"\n' '''\nx\n")]
    [InlineData("bin/tool", "#!/opt/env/bin/python", "#!/bin/sh\n'''exec' " + Here + "python\" \"$0\" \"$@\"\n' '''\n")]
    public void Python_scripts_start_through_the_shell(string path, string script, string expected) =>
        Assert.Equal(expected, Relocate(path, script));

    [Theory]
    [InlineData("\"\"\"Usage: tool\"\"\"\nprint(__doc__)\n", "")]
    [InlineData("# comment\n\nr'''Usage'''\n", "")]
    [InlineData("# -*- coding: latin-1 -*-\nx = 1\n", " # coding: latin-1")]
    public void Python_scripts_keep_their_docstring_and_encoding(string body, string comment) =>
        Assert.Equal(
            "#!/bin/sh\n\f# 2>/dev/null || exec " + Here + "python\" \"$0\" \"$@\"" + comment + "\n" + body,
            Relocate("bin/tool", "#!/opt/env/bin/python\n" + body));

    [Theory]
    [InlineData("# coding: utf-8\nx = 1\n")]
    [InlineData("# coding utf\nimport sys\n")]
    [InlineData("ruff = 1\n")]
    [InlineData("")]
    public void Other_beginnings_do_not_need_that(string body) =>
        Assert.Contains("'''exec'", Relocate("bin/tool", "#!/opt/env/bin/python\n" + body), StringComparison.Ordinal);

    [Theory]
    [InlineData("#!/opt/env/bin/perl -w\nprint 1;\n", "#!/bin/sh\nexec " + Here + "perl\" -x -w \"$0\" \"$@\"\n#!perl\nprint 1;\n")]
    [InlineData("#!/opt/env/bin/ruby\nputs 1\n", "#!/bin/sh\nexec " + Here + "ruby\" -x \"$0\" \"$@\"\n#!ruby\nputs 1\n")]
    [InlineData("#!/opt/env/bin/Rscript\nprint(1)\n", "#!/bin/sh\n\f# 2>/dev/null || exec " + Here + "Rscript\" \"$0\" \"$@\"\nprint(1)\n")]
    [InlineData("#!/opt/env/bin/node\nx\n", "#!/bin/sh\n':' //; exec " + Here + "node\" \"$0\" \"$@\"\n;\nx\n")]
    [InlineData("#!/opt/env/bin/node --flag\nx\n", "#!/bin/sh\n':' //; exec " + Here + "node\" --flag \"$0\" \"$@\"\n;\nx\n")]
    [InlineData("#!/opt/env/bin/lua5.4\nx()\n", "#!/bin/sh\n_=[[\nexec " + Here + "lua5.4\" \"$0\" \"$@\"\n]]\nx()\n")]
    [InlineData("#!/opt/env/bin/tclsh8.6\nputs 1\n", "#!/bin/sh\n# \\\nexec " + Here + "tclsh8.6\" \"$0\" \"$@\"\nputs 1\n")]
    [InlineData("#!/opt/env/bin/wish\nx\n", "#!/bin/sh\n# \\\nexec " + Here + "wish\" \"$0\" \"$@\"\nx\n")]
    [InlineData("#!/opt/env/bin/R -f\nprint(1)\n", "#!/bin/sh\n\f# 2>/dev/null || exec " + Here + "R\" -f \"$0\" \"$@\"\nprint(1)\n")]
    [InlineData("#!/opt/env/bin/unknown\nx\n", "#!/usr/bin/env unknown\nx\n")]
    [InlineData("#!/opt/env/bin/bash\necho 1\n", "#!/usr/bin/env bash\necho 1\n")]
    public void Other_languages_get_a_first_line_they_understand(string script, string expected) =>
        Assert.Equal(expected, Relocate("bin/tool", script));

    [Theory]
    [InlineData("#!/opt/env/bin/unknown --flag\nx\n")]
    [InlineData("#!/usr/bin/env -S \"/opt/env/bin/python\" -u\nx\n")]
    [InlineData("#!/usr/bin/env -S A=1 /opt/env/bin/python\nx\n")]
    [InlineData("#!/usr/bin/env /opt/env/bin/python -u\nx\n")]
    [InlineData("#!/usr/bin/python\nx = '/opt/env'\n")]
    [InlineData("#!/opt/env2/bin/python\nx = '/opt/env'\n")]
    public void What_no_first_line_can_say_is_left_alone(string script) => Assert.Null(Relocate("bin/tool", script));

    [Theory]
    [InlineData("#!/bin/sh\n'''exec' /opt/env/bin/python \"$0\" \"$@\"\n' '''\nx\n", "#!/bin/sh\n'''exec' " + Here + "python\" \"$0\" \"$@\"\n' '''\nx\n")]
    [InlineData("#!/bin/sh\n'''exec' \"/opt/env/bin/python\" -I \"$0\" \"$@\" #'''\nx\n", "#!/bin/sh\n'''exec' " + Here + "python\" -I \"$0\" \"$@\" #'''\nx\n")]
    public void Trampolines_of_installers_become_relative(string script, string expected) =>
        Assert.Equal(expected, Relocate("bin/tool", script));

    [Theory]
    [InlineData("lib/pkgconfig/x.pc", "prefix=/opt/env\nlibdir=/opt/env/lib\n", "prefix=${pcfiledir}/../..\nlibdir=${pcfiledir}/../../lib\n")]
    [InlineData("lib/c/Makefile", "P= /opt/env\n", "ENVIRONMENT_PREFIX := $(abspath $(dir $(lastword $(MAKEFILE_LIST)))/../..)\nP= $(ENVIRONMENT_PREFIX)\n")]
    [InlineData("lib/python3.11/site-packages/x.pth", "/opt/env/src\nimport os; '/opt/env'\n/usr/lib\n", "../../../src\nimport os; '/opt/env'\n/usr/lib\n")]
    [InlineData("etc/conda/activate.d/x.sh", "export A=/opt/env/a B=\"/opt/env\"\n", "export A=\"${CONDA_PREFIX}\"/a B=\"${CONDA_PREFIX}\"\n")]
    [InlineData("share/x.cfg", "home=/opt/env\n", null)]
    public void Files_with_a_word_for_their_own_place_use_it(string path, string content, string? expected) =>
        Assert.Equal(expected, Relocate(path, content));

    [Theory]
    [InlineData("/opt/my env")]
    [InlineData("/opt/it's \"mine\"")]
    public void A_place_with_blanks_and_quotes_is_found(string place)
    {
        const string Start = "#!/bin/sh\n'''exec' " + Here + "python\" -u \"$0\" \"$@\"\n' '''\nx\n";
        Assert.Equal(Start, Relocate("bin/tool", $"#!{place}/bin/python -u\nx\n", place));
        Assert.Equal("prefix=${pcfiledir}/../..\n", Relocate("lib/pkgconfig/x.pc", $"prefix={place}\n", place));
    }

    private static string? Relocate(string path, string content, string place = "/opt/env") =>
        TextRelocation.Relocate(Encoding.UTF8.GetBytes(content), new InstalledPrefix(place), path, isExecutable: true) is { } relocated
            ? Encoding.UTF8.GetString(relocated)
            : null;
}
