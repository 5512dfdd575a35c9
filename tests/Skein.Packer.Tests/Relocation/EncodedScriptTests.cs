using System.Text;
using Skein.Packer.Inventory;
using Skein.Packer.Relocation;

namespace Skein.Packer.Tests.Relocation;

/// <summary>Scripts in other encodings than UTF-8 are scripts all the same.</summary>
public sealed class EncodedScriptTests
{
    private const string Here = "\"$(dirname -- \"$(realpath -- \"$0\")\")/python\"";

    [Theory]
    [InlineData("#!/opt/env/bin/python\n# -*- coding: latin-1 -*-\nprint('caf\u00e9')\n")]
    [InlineData("#!/usr/bin/env /opt/env/bin/python\n# of some encoding, here coding=latin-1\nprint('caf\u00e9')\n")]
    public void A_Python_script_in_Latin_1_starts_anywhere_and_keeps_its_encoding(string script)
    {
        var relocated = Relocate(script);
        Assert.Equal(
            $"#!/bin/sh\n\f# 2>/dev/null || exec {Here} \"$0\" \"$@\" # coding: latin-1\n{script[(script.IndexOf('\n') + 1)..]}",
            Encoding.Latin1.GetString(relocated.Content!));
        Assert.Null(relocated.StaysAbsolute);
        Assert.Equal(script[..(script.IndexOf('\n') + 1)], string.Join("/opt/env", Assert.Single(relocated.Placed!.Passages).Placed));
    }

    [Fact]
    public void A_trampoline_of_an_installer_becomes_relative_in_any_encoding() =>
        Assert.StartsWith(
            $"#!/bin/sh\n'''exec' {Here} \"$0\"",
            Encoding.Latin1.GetString(Relocate("#!/bin/sh\n'''exec' /opt/env/bin/python \"$0\" \"$@\"\n' '''\n# caf\u00e9\n").Content!),
            StringComparison.Ordinal);

    [Fact]
    public void Other_data_that_names_the_prefix_is_not_touched()
    {
        var relocated = Relocate("#!/bin/sh\n# caf\u00e9 in /opt/env/bin\n");
        Assert.Null(relocated.Content);
        Assert.Equal("binary data that holds the path", relocated.StaysAbsolute);
    }

    [Fact]
    public void A_destination_replaces_the_path_wherever_the_script_names_it() =>
        Assert.Equal(
            "#!/srv/a/longer/place/bin/python\n# coding: latin-1\nx = '/srv/a/longer/place/caf\u00e9'\n",
            ForDestination("#!/opt/env/bin/python\n# coding: latin-1\nx = '/opt/env/caf\u00e9'\n"));

    [Fact]
    public void A_destination_changes_only_the_head_of_a_script_with_an_archive_behind_it() =>
        Assert.Equal(
            "#!/srv/a/longer/place/bin/python\nPK\u0003\u0004\0\u00ff\n/opt/env/x",
            ForDestination("#!/opt/env/bin/python\nPK\u0003\u0004\0\u00ff\n/opt/env/x"));

    private static Relocated Relocate(string script) =>
        new PortableRelocation(new InstalledPrefix("/opt/env")).Relocate(Script, Encoding.Latin1.GetBytes(script));

    private static string ForDestination(string script) =>
        Encoding.Latin1.GetString(new DestinationRelocation(new InstalledPrefix("/opt/env"), "/srv/a/longer/place")
            .Relocate(Script, Encoding.Latin1.GetBytes(script)).Content!);

    private static PackFile Script => new() { Path = "bin/tool", Kind = PackFileKind.Regular, Mode = 0b111_101_101 };
}
